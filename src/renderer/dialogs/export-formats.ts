/** What can be written, in groups, each with what it is for. */
import type { ExportFormat } from '../../contract/export.ts';

export interface FormatChoice {
  readonly format: ExportFormat;
  readonly title: string;
  readonly purpose: string;
}

export const FORMAT_GROUPS: readonly {
  readonly title: string;
  readonly formats: readonly FormatChoice[];
}[] = [
  {
    title: 'To train on',
    formats: [
      {
        format: 'spin-npz',
        title: 'SPIN data set and fits (npz, npy)',
        purpose:
          "SPIN's loader, and those of its descendants; bodies and cameras in full beside it",
      },
      {
        format: 'hmr2-npz',
        title: 'HMR2 data set (npz)',
        purpose:
          '4D-Humans, TokenHMR: boxes in pixels, 25 + 19 points; pictures stay where they are',
      },
      {
        format: 'hmr2-tar',
        title: 'HMR2 webdataset (tar, pictures inside)',
        purpose: 'the same people in shards for training on a cluster',
      },
      {
        format: 'eft',
        title: 'EFT fits (json)',
        purpose: "EFT's and FrankMocap's tools: rotation matrices, scaled camera",
      },
      {
        format: 'coco',
        title: 'COCO keypoints (json)',
        purpose: '2D points for detectors and annotation tools',
      },
    ],
  },
  {
    title: 'Bodies',
    formats: [
      {
        format: 'smpl-npz',
        title: 'SMPL parameters (npz, one a person)',
        purpose: 'arrays as smplx takes them, and the camera',
      },
      {
        format: 'glb',
        title: 'Meshes (GLB, one a picture)',
        purpose: 'Blender, browsers, engines: metres, y up, with the camera',
      },
      {
        format: 'obj',
        title: 'Meshes (OBJ, one a picture)',
        purpose: 'everything else that reads meshes',
      },
    ],
  },
  {
    title: 'Tables',
    formats: [
      {
        format: 'table',
        title: 'Measurements of each body (csv)',
        purpose: 'heights, girths and their intervals',
      },
      {
        format: 'keypoints',
        title: 'Points of each person (csv)',
        purpose: 'a row a point, with its distance from the body',
      },
    ],
  },
];
