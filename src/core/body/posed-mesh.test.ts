import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { projectPoints } from '../camera/projection.ts';
import { readMhbody } from '../formats/mhbody.ts';
import { mirrorPose } from './mirror.ts';
import { vertexNormals } from './normals.ts';
import { createPosedMesh, meshLandmarks, poseMesh } from './posed-mesh.ts';

interface GoldenCase {
  readonly pose: number[];
  readonly betas: number[];
  readonly translation: number[];
  readonly joints54: number[][];
  readonly vertex_ids: number[];
  readonly vertices: number[][];
}

interface Truth {
  readonly focal: number;
  readonly principal: [number, number];
  readonly pose: number[];
  readonly betas: number[];
  readonly translation: number[];
  readonly joints54_2d: number[][];
}

const bytes = readFileSync('resources/body/mhbody.npz');
const model = readMhbody(bytes, createHash('sha256').update(bytes).digest('hex'));
const golden = JSON.parse(readFileSync('test/golden/body-check.json', 'utf8')) as {
  cases: GoldenCase[];
};
const truth = JSON.parse(readFileSync('resources/samples/truth.json', 'utf8')) as Record<
  string,
  Truth
>;

function parametersOf({ pose, betas, translation }: GoldenCase | Truth) {
  return {
    pose: Float64Array.from(pose),
    betas: Float64Array.from(betas),
    translation: Float64Array.from(translation),
  };
}

describe('the embedded body', () => {
  it.each(golden.cases)('meets the numpy reference, case %#', (reference) => {
    const mesh = createPosedMesh(model);
    const landmarks = meshLandmarks(mesh, parametersOf(reference));
    for (const [i, value] of reference.joints54.flat().entries()) {
      expect(Math.abs(landmarks[i] - value)).toBeLessThan(1e-5);
    }
    for (const [i, vertex] of reference.vertex_ids.entries()) {
      for (let axis = 0; axis < 3; axis++) {
        const difference = mesh.vertices[3 * vertex + axis] - reference.vertices[i][axis];
        expect(Math.abs(difference)).toBeLessThan(1e-5);
      }
    }
  });

  it('projects onto the truth of every sample picture', () => {
    const mesh = createPosedMesh(model);
    for (const sample of Object.values(truth)) {
      const pixels = new Float64Array(108);
      const [principalX, principalY] = sample.principal;
      const camera = { focalLength: sample.focal, principalX, principalY };
      projectPoints(camera, meshLandmarks(mesh, parametersOf(sample)), pixels);
      const flat = sample.joints54_2d.flat();
      const worst = Math.max(...flat.map((value, i) => Math.abs(pixels[i] - value)));
      expect(worst).toBeLessThan(0.01);
    }
  });

  it('gives the mirrored mesh for the mirrored pose', () => {
    const body = parametersOf(golden.cases[1]);
    const straight = createPosedMesh(model);
    const mirrored = createPosedMesh(model);
    poseMesh(straight, { ...body, translation: new Float64Array(3) });
    const pose = mirrorPose(body.pose);
    poseMesh(mirrored, { ...body, pose, translation: new Float64Array(3) });
    const other = model.mirrorVertices ?? new Int32Array();
    for (let v = 0; v < model.vertexCount; v += 17) {
      const [a, b] = [3 * v, 3 * other[v]];
      expect(mirrored.vertices[a]).toBeCloseTo(-straight.vertices[b], 4);
      expect(mirrored.vertices[a + 1]).toBeCloseTo(straight.vertices[b + 1], 4);
    }
  });

  it('has normals that point outwards', () => {
    const mesh = createPosedMesh(model);
    poseMesh(mesh, {
      pose: new Float64Array(72),
      betas: new Float64Array(10),
      translation: new Float64Array(3),
    });
    const normals = new Float32Array(mesh.vertices.length);
    vertexNormals(mesh.vertices, model.faces, normals);
    const top = model.template.reduce(
      (best, y, i) => (i % 3 === 1 && y > model.template[best] ? i : best),
      1,
    );
    expect(normals[top]).toBeGreaterThan(0.8);
  });
});
