/** Rings round a joint that turn it: three's own, in the joint's frame. */
import { Group, Matrix4, type PerspectiveCamera, Quaternion, type Scene, Vector3 } from 'three';
import { TransformControls } from 'three/addons/controls/TransformControls.js';
import type { Place } from './view-geometry.ts';

/** Who turns the joint. */
export interface Hand {
  begin(): void;
  /** Turned so far, axis-angle in the frame that the joint had at the beginning, radians. */
  turn(by: Place): void;
  end(): void;
  /** Let go of by Esc. */
  cancel(): void;
}

interface View extends Hand {
  /** Something else must not move while a ring is held. */
  hold(isHeld: boolean): void;
  redraw(): void;
}

const SIZE = 0.8;

export class RotationGizmo {
  readonly #controls: TransformControls;
  readonly #pivot = new Group();
  readonly #from = new Quaternion();
  readonly #hand: Hand;

  /** @param turned the group that carries the image camera's frame into three's */
  constructor(
    eye: PerspectiveCamera,
    canvas: HTMLElement,
    { scene, turned }: { scene: Scene; turned: Group },
    hand: View,
  ) {
    this.#hand = hand;
    turned.add(this.#pivot);
    this.#controls = new TransformControls(eye, canvas);
    this.#controls.setMode('rotate');
    this.#controls.setSpace('local');
    this.#controls.size = SIZE;
    this.#controls.showXYZE = false; // inside the rings the joint itself is taken
    scene.add(this.#controls.getHelper());
    this.#controls.addEventListener('mouseDown', () => {
      this.#from.copy(this.#pivot.quaternion);
      hand.begin();
    });
    this.#controls.addEventListener('objectChange', () => hand.turn(this.#turned()));
    this.#controls.addEventListener('mouseUp', () => hand.end());
    this.#controls.addEventListener('dragging-changed', () => hand.hold(this.isHeld));
    this.#controls.addEventListener('change', () => hand.redraw());
  }

  /** The pointer is on a ring or holds one. */
  get isUnderPointer(): boolean {
    return this.#controls.axis !== null;
  }

  get isHeld(): boolean {
    return this.#controls.dragging;
  }

  /** @param rotation of the joint in the image camera's frame, row-major */
  show(place: Place, rotation: Float64Array): void {
    this.#pivot.position.set(...place);
    // While it is held the rings follow the hand; the joint follows the rings.
    if (!this.isHeld) {
      const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0, i = 0] = rotation;
      const matrix = new Matrix4().set(a, b, c, 0, d, e, f, 0, g, h, i, 0, 0, 0, 0, 1);
      this.#pivot.quaternion.setFromRotationMatrix(matrix);
    }
    if (this.#controls.object === undefined) this.#controls.attach(this.#pivot);
  }

  hide(): void {
    if (this.#controls.object !== undefined) this.#controls.detach();
  }

  /** Lets go; the joint is as it was. */
  cancel(): void {
    if (!this.isHeld) return;
    this.#hand.cancel();
    this.#controls.dragging = false;
    this.#controls.axis = null;
    this.#pivot.quaternion.copy(this.#from);
  }

  dispose(): void {
    this.#controls.dispose();
  }

  #turned(): Place {
    const { x, y, z, w } = this.#from.clone().invert().multiply(this.#pivot.quaternion);
    const axis = new Vector3(x, y, z);
    const half = Math.atan2(axis.length(), w);
    axis.setLength(2 * (half > Math.PI / 2 ? half - Math.PI : half));
    return [axis.x, axis.y, axis.z];
  }
}
