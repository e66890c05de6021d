/** The picture and the bodies over it, drawn by one WebGL canvas through one camera. */
import {
  AmbientLight,
  Camera,
  DirectionalLight,
  DoubleSide,
  Mesh,
  MeshBasicMaterial,
  OrthographicCamera,
  PlaneGeometry,
  Scene,
  SRGBColorSpace,
  Texture,
  WebGLRenderer,
} from 'three';
import type { BodyFit } from '../../contract/person.ts';
import type { BodyModel } from '../../core/body/body-model.ts';
import { bodyMaterial, DEPTH_MATERIAL } from '../mesh/body-materials.ts';
import { type BodyMesh, createBodyMesh } from '../mesh/body-mesh.ts';
import type { MeshMode } from '../state/studio-state.ts';
import { tokenColour } from '../styles/token-colour.ts';
import { type BodyOutline, createOutline } from './body-outline.ts';
import { AS_IT_IS, addLook, type PictureLook } from './picture-look.ts';
import { pinholeProjection } from './pinhole-projection.ts';
import type { Size, Viewport } from './viewport.ts';

export interface ShownBody {
  readonly personId: number;
  readonly fit: Pick<BodyFit, 'pose' | 'betas' | 'translation' | 'camera'>;
  readonly isSelected: boolean;
}

interface DrawnBody {
  readonly mesh: BodyMesh;
  readonly surface: Mesh;
  readonly depth: Mesh;
}

export interface Frame {
  readonly panel: Size;
  readonly view: Viewport;
  readonly bodies: readonly ShownBody[];
  /** Drawn as its outline only. */
  readonly outline?: ShownBody['fit'] | undefined;
  readonly mode: MeshMode;
  readonly look?: PictureLook;
}

export class ImageLayer {
  readonly #renderer: WebGLRenderer;
  readonly #picture = new Scene();
  readonly #plane: Mesh<PlaneGeometry, MeshBasicMaterial>;
  readonly #bodies = new Map<number, DrawnBody>();
  readonly #lights = [
    new AmbientLight(tokenColour('--scene-light'), 1.1),
    new DirectionalLight(tokenColour('--scene-light'), 2.2),
  ];
  readonly #setLook: (look: PictureLook) => void;
  #model: BodyModel | undefined;
  #outline: BodyOutline | undefined;

  constructor(canvas: HTMLCanvasElement) {
    this.#renderer = new WebGLRenderer({ canvas, antialias: true, alpha: true });
    this.#renderer.autoClear = false;
    this.#plane = new Mesh(new PlaneGeometry(1, 1), new MeshBasicMaterial({ side: DoubleSide }));
    this.#plane.visible = false;
    this.#setLook = addLook(this.#plane.material);
    this.#picture.add(this.#plane);
  }

  setModel(model: BodyModel): void {
    this.#model = model;
  }

  /** @param size of the picture in its own pixels, which the decoded one may be smaller than */
  setPicture(bitmap: ImageBitmap | undefined, size: Size): void {
    this.#plane.material.map?.dispose();
    this.#plane.visible = bitmap !== undefined;
    if (bitmap === undefined) return;
    const texture = new Texture(bitmap);
    texture.colorSpace = SRGBColorSpace;
    texture.flipY = false;
    texture.needsUpdate = true;
    this.#plane.material.map = texture;
    this.#plane.material.needsUpdate = true;
    this.#plane.scale.set(size.width, size.height, 1);
    this.#plane.position.set(size.width / 2, size.height / 2, 0);
  }

  draw({ panel, view, bodies, outline, mode, look = AS_IT_IS }: Frame): void {
    this.#setLook(look);
    this.#renderer.setPixelRatio(window.devicePixelRatio);
    this.#renderer.setSize(panel.width, panel.height, false);
    this.#renderer.clear();
    this.#renderer.render(this.#picture, pictureCamera(panel, view));
    this.#forgetOthers(bodies);
    if (mode === 'off') return;
    for (const body of bodies) this.#drawBody(body, mode, panel, view);
    if (outline !== undefined) this.#drawOutline(outline, panel, view);
  }

  #drawOutline(fit: ShownBody['fit'], panel: Size, view: Viewport): void {
    if (this.#model === undefined) return;
    if (this.#outline?.model !== this.#model) this.#outline = createOutline(this.#model);
    const camera = new Camera();
    camera.projectionMatrix.copy(pinholeProjection(fit.camera, view, panel));
    camera.projectionMatrixInverse.copy(camera.projectionMatrix).invert();
    this.#renderer.clearDepth();
    this.#renderer.render(this.#outline.pose(fit, panel), camera);
  }

  dispose(): void {
    this.#forgetOthers([]);
    this.#plane.material.map?.dispose();
    this.#plane.material.dispose();
    this.#plane.geometry.dispose();
    this.#renderer.dispose();
  }

  #drawBody({ personId, fit, isSelected }: ShownBody, mode: MeshMode, panel: Size, view: Viewport) {
    if (this.#model === undefined) return;
    const drawn = this.#bodies.get(personId) ?? newBody(this.#model);
    this.#bodies.set(personId, drawn);
    drawn.mesh.pose(fit);
    drawn.surface.material = bodyMaterial(mode, isSelected);
    drawn.depth.visible = mode === 'ghost';
    const scene = new Scene();
    scene.add(drawn.depth, drawn.surface, ...this.#lights);
    this.#lights[1]?.position.set(-0.4, 0.8, 1);
    const camera = new Camera();
    camera.projectionMatrix.copy(pinholeProjection(fit.camera, view, panel));
    camera.projectionMatrixInverse.copy(camera.projectionMatrix).invert();
    this.#renderer.clearDepth();
    this.#renderer.render(scene, camera);
  }

  #forgetOthers(bodies: readonly ShownBody[]): void {
    for (const [personId, { mesh }] of this.#bodies) {
      if (bodies.some((body) => body.personId === personId)) continue;
      mesh.geometry.dispose();
      this.#bodies.delete(personId);
    }
  }
}

function newBody(model: BodyModel): DrawnBody {
  const mesh = createBodyMesh(model);
  const depth = new Mesh(mesh.geometry, DEPTH_MATERIAL);
  const surface = new Mesh(mesh.geometry, bodyMaterial('ghost', true));
  depth.renderOrder = -1;
  for (const object of [depth, surface]) {
    object.rotation.x = Math.PI;
    object.frustumCulled = false;
  }
  return { mesh, surface, depth };
}

/** Image pixels, y down. */
function pictureCamera(panel: Size, view: Viewport): OrthographicCamera {
  const [left, top] = [-view.x / view.scale, -view.y / view.scale];
  const right = left + panel.width / view.scale;
  const bottom = top + panel.height / view.scale;
  const camera = new OrthographicCamera(left, right, top, bottom, -1, 1);
  camera.updateProjectionMatrix();
  return camera;
}
