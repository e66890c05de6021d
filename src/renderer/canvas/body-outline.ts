/** The silhouette of a body as a thin line: the far side of a slightly thicker body, behind the body itself. */
import { BackSide, Mesh, Scene, ShaderMaterial } from 'three';
import type { BodyParametersWire } from '../../contract/body-parameters.ts';
import type { BodyModel } from '../../core/body/body-model.ts';
import { DEPTH_MATERIAL } from '../mesh/body-materials.ts';
import { createBodyMesh } from '../mesh/body-mesh.ts';
import type { Size } from './viewport.ts';

const WIDTH_PX = 2.5;

export interface BodyOutline {
  readonly model: BodyModel;
  pose(body: BodyParametersWire, panel: Size): Scene;
}

export function createOutline(model: BodyModel): BodyOutline {
  const body = createBodyMesh(model);
  const uniforms = { widthNdc: { value: [0, 0] } };
  const rim = new ShaderMaterial({
    uniforms,
    side: BackSide,
    vertexShader: `uniform vec2 widthNdc;
      void main() {
        gl_Position = projectionMatrix * modelViewMatrix * vec4(position, 1.0);
        vec3 outwards = normalize((modelViewMatrix * vec4(normal, 0.0)).xyz);
        gl_Position.xy += widthNdc * outwards.xy * gl_Position.w;
      }`,
    fragmentShader: 'void main() { gl_FragColor = vec4(0.2, 0.9, 1.0, 1.0); }',
  });
  const scene = new Scene();
  for (const [material, order] of [[DEPTH_MATERIAL, -1] as const, [rim, 0] as const]) {
    const mesh = new Mesh(body.geometry, material);
    mesh.renderOrder = order;
    mesh.rotation.x = Math.PI;
    mesh.frustumCulled = false;
    scene.add(mesh);
  }
  return {
    model,
    pose(wire, { width, height }) {
      body.pose(wire);
      uniforms.widthNdc.value = [(2 * WIDTH_PX) / width, (2 * WIDTH_PX) / height];
      return scene;
    },
  };
}
