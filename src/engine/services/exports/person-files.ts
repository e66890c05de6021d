/** Files of their own for people or pictures, in a folder; one is in memory. */
import type { BodyFit } from '../../../contract/person.ts';
import type { BodyParameters } from '../../../core/body/body-model.ts';
import { createMeshMaker, type ExportedMesh } from '../../../core/formats/meshes/exported-mesh.ts';
import { type GlbScene, readGlb, writeGlb } from '../../../core/formats/meshes/glb.ts';
import { readObj, writeObj } from '../../../core/formats/meshes/obj.ts';
import type { ExportFile } from '../ports.ts';
import { requireImage } from '../session.ts';
import { bodyFromWire } from '../wire-body.ts';
import { npzFile, wholeFile } from './export-file.ts';
import { type ExportedPerson, type Exporting, everyone, everyPicture } from './exporting.ts';
import { namedAfter } from './file-name.ts';

/** Parameters as `smplx` takes them: arrays with a batch of one, in the full image's camera. */
export async function* smplFiles(exporting: Exporting): AsyncGenerator<ExportFile> {
  const { name } = exporting.request;
  for await (const { person, imageName } of everyone(exporting)) {
    const fit = ownFit(exporting, person.fit);
    if (fit === undefined) continue;
    const file = `${name}_smpl/${namedAfter(imageName, `_${person.id}.npz`)}`;
    yield npzFile(file, smplArrays(exporting, fit, imageName, person.id));
  }
}

function smplArrays(
  { body }: Exporting,
  { pose, betas, translation, camera, meanErrorPx }: BodyFit,
  imageName: string,
  personId: number,
) {
  const row = (values: readonly number[]) => ({
    shape: [1, values.length],
    data: Float32Array.from(values),
  });
  const number = (value: number) => ({ shape: [], data: Float64Array.of(value) });
  return {
    betas: row(betas),
    global_orient: row(pose.slice(0, 3)),
    body_pose: row(pose.slice(3)),
    transl: row(translation),
    focal_length: number(camera.focalLength),
    principal_point: {
      shape: [2],
      data: Float64Array.of(camera.principalX, camera.principalY),
    },
    mean_error_px: number(meanErrorPx),
    imgname: { shape: [1], data: [imageName] },
    person_id: number(personId),
    body_model: { shape: [2], data: [body.name, body.hash] },
  };
}

/** A file a picture, with a mesh for each of its people, placed as the picture's camera sees them. */
export async function* meshFiles(exporting: Exporting): AsyncGenerator<ExportFile> {
  const { formats } = exporting.request;
  const meshOf = createMeshMaker(exporting.producer.model);
  for await (const group of everyPicture(exporting)) {
    const bodies = group.flatMap(({ person }) => {
      const fit = ownFit(exporting, person.fit);
      return fit === undefined ? [] : [{ person, fit, body: bodyFromWire(fit) }];
    });
    const [first] = bodies;
    if (first === undefined) continue;
    const meshes = bodies.map(({ person, body }) =>
      meshOf(person.id, body satisfies BodyParameters),
    );
    const scene = sceneOf(exporting, group, first.fit, meshes);
    if (formats.includes('glb')) yield await glbFile(exporting, scene);
    if (formats.includes('obj')) yield objFile(exporting, scene);
  }
}

/** Bodies of another body model than the project's wait for a new fit. */
function ownFit({ body }: Exporting, fit: BodyFit | null): BodyFit | undefined {
  return fit?.bodyModel.hash === body.hash ? fit : undefined;
}

function sceneOf(
  { project, body }: Exporting,
  group: readonly ExportedPerson[],
  { camera }: BodyFit,
  meshes: readonly ExportedMesh[],
): GlbScene {
  const imageId = group[0]?.person.imageId ?? 0;
  const { name, width, height } = requireImage(project, imageId);
  return {
    name,
    meshes,
    camera,
    width: width ?? 2 * camera.principalX,
    height: height ?? 2 * camera.principalY,
    body,
  };
}

async function glbFile({ request }: Exporting, scene: GlbScene): Promise<ExportFile> {
  const name = `${request.name}_glb/${namedAfter(scene.name, '.glb')}`;
  return wholeFile(name, await writeGlb(scene), async (bytes) => {
    const found = await readGlb(bytes);
    const same = scene.meshes.every(
      ({ positions, faces }, i) =>
        sameNumbers(positions, found[i]?.positions) && sameNumbers(faces, found[i]?.faces),
    );
    return same && found.length === scene.meshes.length ? undefined : 'the meshes';
  });
}

function objFile({ request, body }: Exporting, scene: GlbScene): ExportFile {
  const name = `${request.name}_obj/${namedAfter(scene.name, '.obj')}`;
  const remark = `${scene.name}, bodies of ${body.name}`;
  const bytes = new TextEncoder().encode(writeObj(scene.meshes, remark));
  return wholeFile(name, bytes, (readBack) => {
    const { positions, faces } = readObj(new TextDecoder().decode(readBack));
    const points = scene.meshes.flatMap((mesh) => [...mesh.positions]);
    const near = points.every((value, i) => Math.abs(value - (positions[i] ?? Number.NaN)) < 1e-5);
    const triangles = scene.meshes.reduce((sum, mesh) => sum + mesh.faces.length, 0);
    const same = near && points.length === positions.length && triangles === faces.length;
    return same ? undefined : 'the meshes';
  });
}

function sameNumbers(a: ArrayLike<number>, b: ArrayLike<number> | undefined): boolean {
  return a.length === b?.length && Array.from(a).every((value, i) => value === b[i]);
}
