/** COCO's keypoints and masks, and EFT's fits, as truths. */
import type { AnnotatedFile, Annotation } from '../../formats/annotations/annotation.ts';
import { annotatedCoco, readCoco } from '../../formats/annotations/coco.ts';
import { annotatedEft, readEft } from '../../formats/annotations/eft.ts';
import { jointSetOf } from '../../keypoints/joint-sets.ts';
import type { Truth, TruthFile } from '../subject.ts';
import { invalidTruth, pointsOfLandmarks } from './truth-parts.ts';

/** @throws StudioError `format/invalid` */
export function readCocoTruth(text: string, source: string): TruthFile {
  return truthFile('coco', annotatedCoco(readCoco(text, source), source), source);
}

/** @throws StudioError `format/invalid`, `format/unsupported` */
export function readEftTruth(text: string, source: string): TruthFile {
  const file = truthFile('eft', annotatedEft(readEft(text, source)), source);
  return { ...file, notes: [...file.notes, PSEUDO] };
}

const PSEUDO =
  'EFT’s bodies are fits of a network, not measured: the errors tell how far the two agree.';

function truthFile(format: string, { people, notes }: AnnotatedFile, source: string): TruthFile {
  if (people.length === 0) throw invalidTruth(source, 'nobody in it has keypoints');
  return { format, truths: people.map(truthOf), notes };
}

function truthOf({ imageName, key, jointSet, points, box, body, mask }: Annotation): Truth {
  return {
    imageName,
    key,
    body: body && {
      of: { name: 'smpl', gender: 'n' },
      parameters: { pose: body.pose, betas: body.betas, translation: new Float64Array(3) },
    },
    points: pointsOfLandmarks(jointSetOf(jointSet).landmarks, (i) => {
      const { x, y, visibility } = points[i];
      return visibility === 'absent' ? undefined : [x, y];
    }),
    boxSidePx: box && Math.max(box.width, box.height),
    mask,
  };
}
