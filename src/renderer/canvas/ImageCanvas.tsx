/** The picture with bodies and skeletons. */
import { type RefObject, useEffect, useMemo, useRef, useState } from 'react';
import type { Person } from '../../contract/person.ts';
import { useBody } from '../mesh/use-body.ts';
import { measureDraw } from '../state/drag-timing.ts';
import { bodyOverPicture } from '../state/shown-body.ts';
import { type StudioState, useStudio } from '../state/studio-state.ts';
import { DepthChip } from './DepthChip.tsx';
import { ImageLayer, type ShownBody } from './image-layer.ts';
import { LookPanel } from './LookPanel.tsx';
import { Loupe } from './Loupe.tsx';
import { PieMenu } from './PieMenu.tsx';
import { Skeleton } from './Skeleton.tsx';
import { useCanvasGestures } from './use-canvas-gestures.ts';
import { usePanelSize } from './use-panel-size.ts';
import { type Picture, usePicture } from './use-picture.ts';
import { onViewCommand } from './view-commands.ts';
import { fitBox, fitImage, type Size, type Viewport, zoomAt } from './viewport.ts';

const PERSON_MARGIN_PX = 60;

export function ImageCanvas() {
  const panel = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const size = usePanelSize(panel);
  const image = useStudio((state) => state.image);
  const isDrawingBox = useStudio((state) => state.isDrawingBox);
  const [view, setView] = useView(size);
  const { box } = useCanvasGestures(panel, view, setView);
  const picture = usePicture(image?.id);
  useDrawing(canvas, size, view, picture);
  const where = `translate(${view.x} ${view.y})`;
  return (
    <section
      ref={panel}
      className={isDrawingBox ? 'image-canvas drawing-box' : 'image-canvas'}
      aria-label={image === null ? 'No picture' : `Picture ${image.name}`}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the canvas takes keys as an editor does
      tabIndex={0}
      data-canvas
      data-first
    >
      <canvas ref={canvas} />
      <svg aria-label="People in the picture">
        <g transform={where}>
          <People scale={view.scale} />
          {box && (
            <rect
              className="new-box"
              x={box.x * view.scale}
              y={box.y * view.scale}
              width={box.width * view.scale}
              height={box.height * view.scale}
            />
          )}
        </g>
      </svg>
      <CanvasHint />
      <DepthChip />
      <Loupe
        picture={picture}
        imageWidth={image?.width ?? picture?.bitmap.width ?? 1}
        view={view}
      />
      <LookPanel />
      <PieMenu />
      <output className="zoom" aria-label="Zoom">
        {Math.round(100 * view.scale)} %
      </output>
    </section>
  );
}

function CanvasHint() {
  const image = useStudio((state) => state.image);
  const project = useStudio((state) => state.project);
  const isDrawingBox = useStudio((state) => state.isDrawingBox);
  if (isDrawingBox) return <p className="hint">Drag a box round the person. Esc leaves.</p>;
  if (image === null) {
    return (
      <p className="hint">
        {project?.imageCount === 0
          ? 'No pictures in this folder. Ctrl+O opens another.'
          : 'Pick a picture.'}
      </p>
    );
  }
  if (image.problem !== null) return <p className="hint problem">{image.problem}</p>;
  if (image.state === 'unlabelled') return <p className="hint">Looking for people …</p>;
  if (image.state === 'nobody') {
    return <p className="hint">Nobody found. B draws a box, Enter confirms nobody.</p>;
  }
  return null;
}

function People({ scale }: { scale: number }) {
  const people = useStudio((state) => state.people);
  const personId = useStudio((state) => state.personId);
  const point = useStudio((state) => state.point);
  const gesture = useStudio((state) => state.gesture);
  const isHidden = useStudio((state) => !state.showOverlays || state.isPeeking);
  if (isHidden) return null;
  const last = people.toSorted((a, b) => Number(a.id === personId) - Number(b.id === personId));
  return last.map((person) => {
    const shown = gesture?.personId === person.id ? gesture : person;
    return (
      <Skeleton
        key={person.id}
        person={person}
        keypoints={shown.keypoints}
        constraints={shown.constraints}
        fit={shown.fit}
        isSelected={person.id === personId}
        point={person.id === personId ? point : null}
        scale={scale}
      />
    );
  });
}

/** Zoom and pan: the whole image when another one is opened, then what the user makes of it. */
function useView(panel: Size): [Viewport, (view: Viewport) => void] {
  const image = useStudio((state) => state.image);
  const width = image?.width ?? 1;
  const height = image?.height ?? 1;
  const imageSize = useMemo(() => ({ width, height }), [width, height]);
  const [view, setView] = useState<Viewport>({ scale: 1, x: 0, y: 0 });
  const imageId = image?.id;
  const isMeasured = panel.width > 0;
  const latest = useRef({ view, panel, imageSize });
  latest.current = { view, panel, imageSize };
  // biome-ignore lint/correctness/useExhaustiveDependencies: another image begins with a view of its own
  useEffect(() => {
    if (isMeasured) setView(fitImage(imageSize, latest.current.panel));
  }, [imageId, imageSize, isMeasured]);
  const before = useRef(panel);
  useEffect(() => {
    const wasWhole = isSameView(latest.current.view, fitImage(imageSize, before.current));
    before.current = panel;
    // Who has zoomed in keeps the place; who saw the whole image sees it whole again.
    if (wasWhole && panel.width > 0) setView(fitImage(imageSize, panel));
  }, [panel, imageSize]);
  useEffect(
    () => onViewCommand((command, person) => setView(nextView(command, person, latest))),
    [],
  );
  return [view, setView];
}

function nextView(
  command: Parameters<Parameters<typeof onViewCommand>[0]>[0],
  person: Person | undefined,
  { current }: RefObject<{ view: Viewport; panel: Size; imageSize: Size }>,
): Viewport {
  const { view, panel, imageSize } = current;
  const middle = [panel.width / 2, panel.height / 2] as const;
  switch (command) {
    case 'in':
      return zoomAt(view, 1.25, ...middle);
    case 'out':
      return zoomAt(view, 0.8, ...middle);
    case 'actual':
      return zoomAt(view, 1 / view.scale, ...middle);
    case 'person': {
      if (person === undefined) return fitImage(imageSize, panel);
      const closer = fitBox(person.box, panel, PERSON_MARGIN_PX);
      return isSameView(closer, view) ? fitImage(imageSize, panel) : closer;
    }
    case 'close-up':
      return person === undefined
        ? fitImage(imageSize, panel)
        : fitBox(withMargin(person.box), panel, 0);
    default:
      return fitImage(imageSize, panel);
  }
}

/** A fifth of the box on each side. */
function withMargin({ x, y, width, height }: Person['box']): Person['box'] {
  const [right, down] = [0.2 * width, 0.2 * height];
  return { x: x - right, y: y - down, width: width + 2 * right, height: height + 2 * down };
}

function isSameView(a: Viewport, b: Viewport): boolean {
  return Math.abs(a.scale - b.scale) < 1e-6 && Math.hypot(a.x - b.x, a.y - b.y) < 1;
}

/** Draws when something that is seen has changed. */
function useDrawing(
  canvas: RefObject<HTMLCanvasElement | null>,
  size: Size,
  view: Viewport,
  picture: Picture | undefined,
): void {
  const layer = useRef<ImageLayer | null>(null);
  const model = useBody();
  const image = useStudio((state) => state.image);
  const people = useStudio((state) => state.people);
  const personId = useStudio((state) => state.personId);
  const gesture = useStudio((state) => state.gesture);
  const meshMode = useStudio((state) => state.meshMode);
  const isHidden = useStudio((state) => !state.showOverlays || state.isPeeking);
  const system = useStudio((state) => state.system);
  const earlier = useStudio((state) => state.earlier);
  const look = useStudio((state) => state.look);
  const width = image?.width ?? picture?.bitmap.width ?? 1;
  const height = image?.height ?? picture?.bitmap.height ?? 1;
  useEffect(() => {
    if (canvas.current === null) return;
    layer.current = new ImageLayer(canvas.current);
    return () => {
      layer.current?.dispose();
      layer.current = null;
    };
  }, [canvas]);
  useEffect(() => {
    layer.current?.setPicture(picture?.bitmap, { width, height });
  }, [picture, width, height]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new picture must be drawn
  useEffect(() => {
    if (layer.current === null || size.width === 0) return;
    if (model !== undefined) layer.current.setModel(model);
    const bodies = isHidden
      ? []
      : shownBodies({ people, personId, gesture, image, system, earlier });
    const outline = isHidden ? undefined : committedBody({ people, gesture, system });
    const mode = isHidden ? 'off' : meshMode;
    layer.current.draw({ panel: size, view, bodies, outline, mode, look });
    measureDraw('picture', gesture?.fitTiming);
  }, [
    ...[size, view, model, people, personId, gesture, image, system, earlier],
    ...[meshMode, isHidden, picture, look],
  ]);
}

function shownBodies(
  state: Pick<StudioState, 'people' | 'personId' | 'gesture' | 'image' | 'system' | 'earlier'>,
): ShownBody[] {
  return state.people.flatMap((person) => {
    const fit = bodyOverPicture(state, person);
    const isSelected = person.id === state.personId;
    return fit === null ? [] : [{ personId: person.id, fit, isSelected }];
  });
}

/** The body that is stored while a hand makes another one of it. */
function committedBody({
  people,
  gesture,
  system,
}: Pick<StudioState, 'people' | 'gesture' | 'system'>): ShownBody['fit'] | undefined {
  const fit = people.find(({ id }) => id === gesture?.personId)?.fit;
  return fit?.bodyModel.hash === system?.bodyModel.hash ? (fit ?? undefined) : undefined;
}
