/** Pictures of bodies from the side, drawn by one renderer that nobody sees. */
import {
  AmbientLight,
  DirectionalLight,
  Mesh,
  OrthographicCamera,
  Scene,
  WebGLRenderer,
} from 'three';
import type { BodyParametersWire } from '../../contract/body-parameters.ts';
import type { BodyModel } from '../../core/body/body-model.ts';
import type { Bone } from '../../core/body/bones.ts';
import { tokenColour } from '../styles/token-colour.ts';
import { bodyMaterial } from './body-materials.ts';
import { type BodyMesh, createBodyMesh } from './body-mesh.ts';
import { boneEnds } from './bone-ends.ts';

/** What is seen of the height, metres; a person with raised arms fits in. */
const HEIGHT_M = 2.3;
const SIZE_PX = { width: 132, height: 168 };

class SideView {
  readonly model: BodyModel;
  readonly #renderer = new WebGLRenderer({ antialias: true, alpha: true });
  readonly #scene = new Scene();
  readonly #camera = new OrthographicCamera();
  readonly #body: BodyMesh;

  constructor(model: BodyModel) {
    this.model = model;
    this.#body = createBodyMesh(model);
    const mesh = new Mesh(this.#body.geometry, bodyMaterial('solid', true));
    mesh.frustumCulled = false;
    mesh.rotation.x = Math.PI;
    const white = tokenColour('--scene-light');
    const key = new DirectionalLight(white, 2.4);
    key.position.set(-2, 2, 1);
    this.#scene.add(mesh, new AmbientLight(white, 0.9), key);
  }

  /** From the person's right as the camera sees them, the camera being to the right of the picture. */
  draw(body: BodyParametersWire, bone: Bone | undefined): string {
    this.#body.pose(body);
    const canvas = document.createElement('canvas');
    const { width, height } = Object.assign(canvas, SIZE_PX);
    const context = canvas.getContext('2d');
    if (context === null) throw new Error('The canvas has no 2D context.');
    this.#aim(width / height);
    this.#renderer.setSize(width, height, false);
    this.#renderer.render(this.#scene, this.#camera);
    context.drawImage(this.#renderer.domElement, 0, 0);
    if (bone !== undefined) this.#drawBone(body, bone, context);
    return canvas.toDataURL();
  }

  #aim(aspect: number): void {
    const [x = 0, y = 0, z = 0] = this.#body.joints;
    const camera = this.#camera;
    camera.left = (-aspect * HEIGHT_M) / 2;
    camera.right = (aspect * HEIGHT_M) / 2;
    camera.top = HEIGHT_M / 2;
    camera.bottom = -HEIGHT_M / 2;
    camera.near = 0.1;
    camera.far = 20;
    camera.position.set(x - 10, -y, -z);
    camera.lookAt(x, -y, -z);
    camera.updateProjectionMatrix();
  }

  #drawBone(body: BodyParametersWire, bone: Bone, context: CanvasRenderingContext2D): void {
    const { width, height } = context.canvas;
    const [, y = 0, z = 0] = this.#body.joints;
    const scale = height / HEIGHT_M;
    const [near, far] = boneEnds(this.model, body, bone).map(
      ([, pointY = 0, pointZ = 0]) =>
        [width / 2 - scale * (pointZ - z), height / 2 + scale * (pointY - y)] as const,
    );
    if (near === undefined || far === undefined) return;
    context.strokeStyle = tokenColour('--photo-depth');
    context.lineWidth = 0.035 * height;
    context.lineCap = 'round';
    context.beginPath();
    context.moveTo(...near);
    context.lineTo(...far);
    context.stroke();
  }
}

let view: SideView | undefined;

/** A picture as a data URL. @param bone is drawn over the body */
export function sideViewOf(
  model: BodyModel,
  body: BodyParametersWire,
  bone: Bone | undefined,
): string {
  if (view?.model !== model) view = new SideView(model);
  return view.draw(body, bone);
}
