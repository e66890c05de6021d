/** An ellipsoid round each joint that holds the true place in 95 % of all cases. */
import { InstancedMesh, Matrix4, MeshStandardMaterial, SphereGeometry, Vector3 } from 'three';
import { symmetricEigenpairs } from '../../core/math/symmetric-eigen.ts';
import { tokenColour } from '../styles/token-colour.ts';

/** What to draw, in the image camera's frame, metres. */
export interface EllipsoidShapes {
  /** Shape [54, 3]. */
  readonly places: Float64Array;
  /** C of xᵀ C⁻¹ x ≤ 1, shape [54, 3, 3]. */
  readonly matrices: readonly number[];
  /** Those of the 54 that are drawn. */
  readonly landmarks: readonly number[];
}

export interface UncertaintyEllipsoids {
  readonly mesh: InstancedMesh;
  /** Null hides them. */
  show(shapes: EllipsoidShapes | null): void;
  dispose(): void;
}

const OPACITY = 0.38;
/** A flat ellipsoid has no inside, and no normals to light: metres. */
const MIN_SEMI_AXIS_M = 0.002;

export function createUncertaintyEllipsoids(): UncertaintyEllipsoids {
  const geometry = new SphereGeometry(1, 24, 16);
  const material = new MeshStandardMaterial({
    color: tokenColour('--scene-uncertain'),
    roughness: 0.6,
    transparent: true,
    opacity: OPACITY,
    depthWrite: false,
  });
  const mesh = new InstancedMesh(geometry, material, 54);
  mesh.frustumCulled = false;
  mesh.count = 0;
  // After the body, which would otherwise hide those within it when it is drawn as a solid.
  mesh.renderOrder = 1;
  return {
    mesh,
    show(shapes) {
      mesh.count = shapes?.landmarks.length ?? 0;
      for (const [i, landmark] of (shapes?.landmarks ?? []).entries()) {
        if (shapes !== null) mesh.setMatrixAt(i, ellipsoidMatrix(shapes, landmark));
      }
      mesh.instanceMatrix.needsUpdate = true;
    },
    dispose() {
      geometry.dispose();
      material.dispose();
      mesh.dispose();
    },
  };
}

/** Carries the unit sphere onto the ellipsoid of a landmark. */
export function ellipsoidMatrix(
  { places, matrices }: Omit<EllipsoidShapes, 'landmarks'>,
  landmark: number,
): Matrix4 {
  const C = [0, 3, 6].map((row) => matrices.slice(9 * landmark + row, 9 * landmark + row + 3));
  const axes = symmetricEigenpairs(C).map(({ value, vector: [x, y, z] }) =>
    new Vector3(x, y, z).setLength(Math.max(MIN_SEMI_AXIS_M, Math.sqrt(Math.max(0, value)))),
  );
  const [a = new Vector3(), b = new Vector3(), c = new Vector3()] = axes;
  // A mirrored sphere would be lit from inside.
  if (new Vector3().crossVectors(a, b).dot(c) < 0) c.negate();
  const [x, y, z] = places.subarray(3 * landmark, 3 * landmark + 3);
  return new Matrix4().makeBasis(a, b, c).setPosition(x ?? 0, y ?? 0, z ?? 0);
}
