/** The body by itself, from any side, in a canvas of its own. */
import {
  AmbientLight,
  DirectionalLight,
  GridHelper,
  Group,
  Mesh,
  PerspectiveCamera,
  Scene,
  Vector3,
  WebGLRenderer,
} from 'three';
import { OrbitControls } from 'three/addons/controls/OrbitControls.js';
import type { BodyFit } from '../../contract/person.ts';
import type { BodyModel } from '../../core/body/body-model.ts';
import type { BodyViewName } from '../state/studio-state.ts';
import { bodyMaterial } from './body-materials.ts';
import { type BodyMesh, createBodyMesh } from './body-mesh.ts';
import { createUncertaintyEllipsoids, type EllipsoidShapes } from './uncertainty-ellipsoids.ts';

const DISTANCE_M = 4.6;
/** From the body towards the eye, in three's frame (y up, the image camera looks along −z). */
const DIRECTIONS: Readonly<Record<BodyViewName, readonly [number, number, number]>> = {
  camera: [0, 0, 1],
  side: [-1, 0, 0],
  top: [0, 1, 0.001],
  free: [-0.7, 0.35, 0.7],
};

export class BodyView {
  readonly #renderer: WebGLRenderer;
  readonly #scene = new Scene();
  readonly #camera = new PerspectiveCamera(26, 1, 0.05, 100);
  readonly #controls: OrbitControls;
  readonly #turned = new Group();
  readonly #body: BodyMesh;
  readonly #mesh: Mesh;
  readonly #ellipsoids = createUncertaintyEllipsoids();
  readonly #floor = new GridHelper(4, 16, 0x6a7480, 0x4a525c);
  #isFramed = false;

  constructor(canvas: HTMLCanvasElement, model: BodyModel) {
    this.#renderer = new WebGLRenderer({ canvas, antialias: true, alpha: true });
    this.#body = createBodyMesh(model);
    this.#mesh = new Mesh(this.#body.geometry, bodyMaterial('solid', true));
    this.#mesh.frustumCulled = false;
    this.#turned.rotation.x = Math.PI;
    this.#turned.add(this.#mesh, this.#ellipsoids.mesh);
    const key = new DirectionalLight(0xffffff, 2.4);
    key.position.set(-1, 2, 2);
    const rim = new DirectionalLight(0x9ec4ff, 0.8);
    rim.position.set(2, 1, -2);
    this.#scene.add(this.#turned, this.#floor, new AmbientLight(0xffffff, 0.9), key, rim);
    this.#controls = new OrbitControls(this.#camera, canvas);
    this.#controls.addEventListener('change', () => this.draw());
    this.look('side');
  }

  /** Shows a body; the view stays where it is and follows the pelvis. */
  show(fit: BodyFit | null): void {
    this.#turned.visible = fit !== null;
    this.#floor.visible = fit !== null;
    if (fit !== null) {
      this.#body.pose(fit);
      this.#follow();
    }
    this.draw();
  }

  /** How sure the joints are; null shows none of it. */
  showEllipsoids(shapes: EllipsoidShapes | null): void {
    this.#ellipsoids.show(shapes);
    this.draw();
  }

  /** Looks at the body from a named side. */
  look(view: BodyViewName): void {
    const [x, y, z] = DIRECTIONS[view];
    const away = new Vector3(x, y, z).setLength(DISTANCE_M);
    this.#camera.position.copy(this.#controls.target).add(away);
    this.#controls.update();
    this.draw();
  }

  /** Turns the eye round the body, degrees. */
  orbit(yaw: number, pitch: number): void {
    const away = this.#camera.position.clone().sub(this.#controls.target);
    const up = new Vector3(0, 1, 0);
    away.applyAxisAngle(up, (yaw * Math.PI) / 180);
    const aside = new Vector3().crossVectors(up, away).normalize();
    away.applyAxisAngle(aside, (pitch * Math.PI) / 180);
    this.#camera.position.copy(this.#controls.target).add(away);
    this.#controls.update();
  }

  resize(width: number, height: number): void {
    this.#renderer.setPixelRatio(window.devicePixelRatio);
    this.#renderer.setSize(width, height, false);
    this.#camera.aspect = width / Math.max(1, height);
    this.#camera.updateProjectionMatrix();
    this.draw();
  }

  draw(): void {
    this.#renderer.render(this.#scene, this.#camera);
  }

  dispose(): void {
    this.#controls.dispose();
    this.#body.geometry.dispose();
    this.#ellipsoids.dispose();
    this.#floor.dispose();
    this.#renderer.dispose();
  }

  #follow(): void {
    const [x = 0, y = 0, z = 0] = this.#body.pelvis;
    const pelvis = new Vector3(x, -y, -z);
    const move = pelvis.clone().sub(this.#controls.target);
    const isFar = move.length() > 0.02 || !this.#isFramed;
    if (isFar) {
      this.#camera.position.add(move);
      this.#controls.target.copy(pelvis);
      this.#controls.update();
      this.#isFramed = true;
    }
    this.#floor.position.set(pelvis.x, this.#lowest(), pelvis.z);
  }

  /** Height of the lowest vertex: the floor of a person who stands. */
  #lowest(): number {
    const positions = this.#body.geometry.getAttribute('position').array;
    let lowest = Number.POSITIVE_INFINITY;
    for (let i = 1; i < positions.length; i += 3) lowest = Math.min(lowest, -(positions[i] ?? 0));
    return lowest;
  }
}
