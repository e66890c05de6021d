/** Brightness and contrast of the picture alone, not of what is drawn over it. */
import type { MeshBasicMaterial } from 'three';

export interface PictureLook {
  readonly brightness: number;
  readonly contrast: number;
}

export const AS_IT_IS: PictureLook = { brightness: 1, contrast: 1 };

/** Linear light of the middle grey that contrast turns about. */
const MIDDLE = '0.2140';

/** @returns what sets the look for the next drawing */
export function addLook(material: MeshBasicMaterial): (look: PictureLook) => void {
  const uniforms = { brightness: { value: 1 }, contrast: { value: 1 } };
  material.onBeforeCompile = (shader) => {
    Object.assign(shader.uniforms, uniforms);
    shader.fragmentShader = shader.fragmentShader
      .replace('void main() {', 'uniform float brightness, contrast;\nvoid main() {')
      .replace(
        '#include <map_fragment>',
        `#include <map_fragment>
        diffuseColor.rgb = pow(max(diffuseColor.rgb, 0.0) / ${MIDDLE}, vec3(contrast)) * ${MIDDLE} * brightness;`,
      );
  };
  return ({ brightness, contrast }) => {
    uniforms.brightness.value = brightness;
    uniforms.contrast.value = contrast;
  };
}
