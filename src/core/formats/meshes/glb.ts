/** Binary glTF 2.0: a node and a mesh a person, and the picture's camera. */
import { Accessor, Document, type Node, WebIO } from '@gltf-transform/core';
import type { Pinhole } from '../../camera/pinhole.ts';
import type { ExportedMesh } from './exported-mesh.ts';

export interface GlbScene {
  readonly name: string;
  readonly meshes: readonly ExportedMesh[];
  readonly camera: Pinhole;
  /** Of the picture, pixels. */
  readonly width: number;
  readonly height: number;
  /** Name and SHA-256 of the body, as extras of each person. */
  readonly body: { readonly name: string; readonly hash: string };
}

const SKIN = [0.75, 0.7, 0.66, 1] as const;
/** Nobody stands nearer or farther away than that, metres. */
const NEAR_M = 0.05;
const FAR_M = 1000;

export function writeGlb(scene: GlbScene): Promise<Uint8Array> {
  const document = new Document();
  document.createBuffer();
  const root = document.createScene(scene.name);
  for (const mesh of scene.meshes) root.addChild(personNode(document, mesh, scene));
  root.addChild(cameraNode(document, scene));
  return new WebIO().writeBinary(document);
}

function personNode(document: Document, mesh: ExportedMesh, { body }: GlbScene): Node {
  const [material] = document.getRoot().listMaterials();
  const vectors = (values: Float32Array) =>
    document
      .createAccessor()
      .setType(Accessor.Type.VEC3)
      .setArray(own(values))
      .setBuffer(only(document));
  const indices = document.createAccessor().setArray(mesh.faces.slice()).setBuffer(only(document));
  const primitive = document
    .createPrimitive()
    .setAttribute('POSITION', vectors(mesh.positions))
    .setAttribute('NORMAL', vectors(mesh.normals))
    .setIndices(indices)
    .setMaterial(
      material ??
        document
          .createMaterial('body')
          .setBaseColorFactor([...SKIN])
          .setMetallicFactor(0),
    );
  const name = `person_${mesh.personId}`;
  return document
    .createNode(name)
    .setMesh(document.createMesh(name).addPrimitive(primitive))
    .setExtras({ personId: mesh.personId, bodyModel: body.name, bodyModelSha256: body.hash });
}

function own(values: Float32Array): Float32Array<ArrayBuffer> {
  return new Float32Array(values);
}

function only(document: Document) {
  const [buffer] = document.getRoot().listBuffers();
  return buffer;
}

/** The picture's field of view; a principal point beside its middle cannot be said in glTF. */
function cameraNode(document: Document, { camera, width, height }: GlbScene): Node {
  const fov = 2 * Math.atan(height / (2 * camera.focalLength));
  const perspective = document
    .createCamera('picture')
    .setType('perspective')
    .setYFov(fov)
    .setAspectRatio(width / height)
    .setZNear(NEAR_M)
    .setZFar(FAR_M);
  return document.createNode('picture').setCamera(perspective);
}

/** What a GLB holds, read again. @throws Error when it is none */
export async function readGlb(bytes: Uint8Array): Promise<
  {
    readonly name: string;
    readonly positions: ArrayLike<number>;
    readonly faces: ArrayLike<number>;
  }[]
> {
  const document = await new WebIO().readBinary(bytes as Uint8Array<ArrayBuffer>);
  return document
    .getRoot()
    .listMeshes()
    .map((mesh) => {
      const [primitive] = mesh.listPrimitives();
      return {
        name: mesh.getName(),
        positions: primitive?.getAttribute('POSITION')?.getArray() ?? [],
        faces: primitive?.getIndices()?.getArray() ?? [],
      };
    });
}
