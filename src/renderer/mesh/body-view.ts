/** The body by itself, from any side, in a canvas of its own, with rings round the chosen joint. */
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
import type { BodyParametersWire } from '../../contract/body-parameters.ts';
import type { BodyModel } from '../../core/body/body-model.ts';
import type { Size } from '../canvas/viewport.ts';
import type { BodyViewName } from '../state/studio-state.ts';
import { tokenColour } from '../styles/token-colour.ts';
import { bodyMaterial } from './body-materials.ts';
import { type BodyMesh, createBodyMesh } from './body-mesh.ts';
import { type Hand, RotationGizmo } from './rotation-gizmo.ts';
import { createUncertaintyEllipsoids, type EllipsoidShapes } from './uncertainty-ellipsoids.ts';
import type { Place } from './view-geometry.ts';

const DISTANCE_M = 4.6;
/** From the body towards the eye, in three's frame (y up, the image camera looks along −z). */
const DIRECTIONS: Readonly<Record<BodyViewName, readonly [number, number, number]>> = {
  camera: [0, 0, 1],
  side: [-1, 0, 0],
  top: [0, 1, 0.001],
  free: [-0.7, 0.35, 0.7],
};

export class BodyView {
  readonly eye = new PerspectiveCamera(26, 1, 0.05, 100);
  readonly gizmo: RotationGizmo;
  /** While a hand holds the body, the view does not follow it. */
  isHeld = false;
  readonly #renderer: WebGLRenderer;
  readonly #scene = new Scene();
  readonly #onDraw: () => void;
  readonly #controls: OrbitControls;
  readonly #turned = new Group();
  readonly #body: BodyMesh;
  readonly #mesh: Mesh;
  readonly #ellipsoids = createUncertaintyEllipsoids();
  readonly #floor = new GridHelper(
    4,
    16,
    tokenColour('--scene-floor-axis'),
    tokenColour('--scene-floor'),
  );
  #isFramed = false;
  #chosen: number | null = null;
  #panel: Size = { width: 1, height: 1 };

  /** @param hand turns the chosen joint; @param onDraw is told of each picture */
  constructor(canvas: HTMLCanvasElement, model: BodyModel, hand: Hand, onDraw: () => void) {
    this.#onDraw = onDraw;
    this.#renderer = new WebGLRenderer({ canvas, antialias: true, alpha: true });
    this.#body = createBodyMesh(model);
    this.#mesh = new Mesh(this.#body.geometry, bodyMaterial('solid', true));
    this.#mesh.frustumCulled = false;
    this.#turned.rotation.x = Math.PI;
    this.#turned.add(this.#mesh, this.#ellipsoids.mesh);
    const white = tokenColour('--scene-light');
    const key = new DirectionalLight(white, 2.4);
    key.position.set(-1, 2, 2);
    const rim = new DirectionalLight(tokenColour('--scene-rim'), 0.8);
    rim.position.set(2, 1, -2);
    this.#scene.add(this.#turned, this.#floor, new AmbientLight(white, 0.9), key, rim);
    this.#controls = new OrbitControls(this.eye, canvas);
    this.#controls.addEventListener('change', () => this.draw());
    const frames = { scene: this.#scene, turned: this.#turned };
    this.gizmo = new RotationGizmo(this.eye, canvas, frames, {
      ...hand,
      hold: (isHeld) => {
        this.#controls.enabled = !isHeld;
      },
      redraw: () => this.draw(),
    });
    this.look('side');
  }

  get panel(): Size {
    return this.#panel;
  }

  /** Where a joint of the body on screen is, image camera's frame, metres. */
  place(joint: number): Place {
    const [x = 0, y = 0, z = 0] = this.#body.joints.subarray(3 * joint, 3 * joint + 3);
    return [x, y, z];
  }

  /** A place told from the pelvis, as constraints have it, and back; the pelvis's own is absolute. */
  fromPelvis(joint: number, place: Place): Place {
    const [x, y, z] = joint === 0 ? [0, 0, 0] : this.place(0);
    return [place[0] - x, place[1] - y, place[2] - z];
  }

  toCamera(joint: number, [dx = 0, dy = 0, dz = 0]: readonly number[]): Place {
    const [x, y, z] = joint === 0 ? [0, 0, 0] : this.place(0);
    return [x + dx, y + dy, z + dz];
  }

  /** How it is turned in that frame, row-major. */
  rotation(joint: number): Float64Array {
    return this.#body.rotations.subarray(9 * joint, 9 * joint + 9);
  }

  /** Rings round a joint; none round the pelvis, which the whole body would follow. */
  choose(joint: number | null): void {
    this.#chosen = joint === 0 ? null : joint;
    this.#showGizmo();
    this.draw();
  }

  /** Shows a body; the view stays where it is and follows the pelvis. */
  show(fit: BodyParametersWire | null): void {
    this.#turned.visible = fit !== null;
    this.#floor.visible = fit !== null;
    if (fit !== null) {
      this.#body.pose(fit);
      if (!this.isHeld) this.#follow();
    }
    this.#showGizmo();
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
    this.eye.position.copy(this.#controls.target).add(away);
    this.#controls.update();
    this.draw();
  }

  /** Turns the eye round the body, degrees. */
  orbit(yaw: number, pitch: number): void {
    const away = this.eye.position.clone().sub(this.#controls.target);
    const up = new Vector3(0, 1, 0);
    away.applyAxisAngle(up, (yaw * Math.PI) / 180);
    const aside = new Vector3().crossVectors(up, away).normalize();
    away.applyAxisAngle(aside, (pitch * Math.PI) / 180);
    this.eye.position.copy(this.#controls.target).add(away);
    this.#controls.update();
  }

  resize(width: number, height: number): void {
    this.#panel = { width, height };
    this.#renderer.setPixelRatio(window.devicePixelRatio);
    this.#renderer.setSize(width, height, false);
    this.eye.aspect = width / Math.max(1, height);
    this.eye.updateProjectionMatrix();
    this.draw();
  }

  draw(): void {
    this.#renderer.render(this.#scene, this.eye);
    this.#onDraw();
  }

  dispose(): void {
    this.#controls.dispose();
    this.gizmo.dispose();
    this.#body.geometry.dispose();
    this.#ellipsoids.dispose();
    this.#floor.dispose();
    this.#renderer.dispose();
  }

  #showGizmo(): void {
    const isThere = this.#chosen !== null && this.#turned.visible;
    if (isThere) this.gizmo.show(this.place(this.#chosen ?? 0), this.rotation(this.#chosen ?? 0));
    else this.gizmo.hide();
  }

  #follow(): void {
    const [x = 0, y = 0, z = 0] = this.#body.joints;
    const pelvis = new Vector3(x, -y, -z);
    const move = pelvis.clone().sub(this.#controls.target);
    const isFar = move.length() > 0.02 || !this.#isFramed;
    if (isFar) {
      this.eye.position.add(move);
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
