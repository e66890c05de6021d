/**
 * What the engine asks of the compute process, the only one that loads TensorFlow. Internal: paths
 * may cross this border, since both sides are the program's own.
 */
import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { bodyParameters } from './body-parameters.ts';
import { imageEvidence } from './image-evidence.ts';
import { box, jointSetName, keypoint } from './keypoint.ts';
import { bodyFit, fitPreset, pinhole } from './person.ts';
import { regressorChoice } from './regressor.ts';
import { backendInfo } from './system.ts';
import { instantAnswer, instantQuery, trainMessage, trainQuery } from './training-compute.ts';

const compute = oc.errors({
  STUDIO: { data: z.object({ code: z.string(), data: z.unknown() }) },
});

/** An image file, by its path on disk and the name that messages use. */
const imageFile = z.object({ path: z.string(), name: z.string() });
export type ImageFile = z.infer<typeof imageFile>;

const detectedPerson = z.object({
  jointSet: jointSetName,
  keypoints: z.array(keypoint),
  box,
  /** Null when too few points are usable. */
  regression: bodyParameters.nullable(),
  imageEvidence: imageEvidence.nullable(),
  fit: bodyFit.nullable(),
});
export type DetectedPerson = z.infer<typeof detectedPerson>;

const prediction = {
  preset: fitPreset.nullable(),
  /** Whether more is read from the picture for the fit, by one more network. */
  imageEvidence: z.boolean(),
};

const imagePrediction = z.object({
  /** Pixels after EXIF orientation. */
  width: z.int(),
  height: z.int(),
  /** From EXIF, else the image's diagonal in pixels. */
  camera: pinhole,
  people: z.array(detectedPerson),
});
export type ImagePrediction = z.infer<typeof imagePrediction>;

const pictureAnswer = z.object({
  /** Null for a picture that cannot be read. */
  prediction: imagePrediction.nullable(),
  /** Why not, for the user. */
  problem: z.string().nullable(),
});
export type PictureAnswer = z.infer<typeof pictureAnswer>;

export const keypointsInCamera = z.object({
  jointSet: jointSetName,
  keypoints: z.array(keypoint),
  camera: pinhole,
});

export const computeContract = {
  info: compute.input(z.object({})).output(backendInfo),
  /** Detect, regress and fit everyone in an image; without a preset nobody is fitted. */
  predict: compute
    .input(imageFile.extend({ ...prediction, regressor: regressorChoice }))
    .output(imagePrediction),
  /** Detect and regress everyone in some images, the network's passes shared; nobody is fitted. */
  regressPictures: compute
    .input(z.object({ files: z.array(imageFile), regressor: regressorChoice }))
    .output(z.array(pictureAnswer)),
  /** The same as predict for one person that someone has drawn a box around. */
  predictInBox: compute
    .input(imageFile.extend({ box, regressor: regressorChoice }))
    .output(imagePrediction),
  /** The regressor on a person's given points; null when too few are usable. */
  regress: compute
    .input(keypointsInCamera.extend({ file: imageFile, regressor: regressorChoice }))
    .output(bodyParameters.nullable()),
  /** Trains, one run at a time; the regressor goes on answering between batches. */
  train: compute.input(trainQuery).output(eventIterator(trainMessage)),
  /** Ends the training under way after the batch in hand; its stream ends as usual. */
  stopTraining: compute.input(z.object({})).output(z.object({})),
  /** What the closed-form update of the last layer brings on the held-out people. */
  instant: compute.input(instantQuery).output(instantAnswer),
};
