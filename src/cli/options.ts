import { parseArgs } from 'node:util';

export const USAGE = `studio COMMAND [options]

  predict FOLDER   find people, regress and fit their bodies in all pictures below FOLDER
                   that nobody has worked on; goes on where it was stopped
  fit              fit the people again whom nobody has touched; with --smooth, over time
  accept           accept the people as they are who have a body and no decision yet, as somebody
                   does who has looked at them all; those of --state (default predicted, fitted)
  import FILE      take people over from another program's file, or from a FOLDER of them
  export           write training data
  train            let the project's regressor learn from the accepted people, and compare
  runs             the trainings of a project, and the model in use
  evaluate         compare the project's bodies with the truth: report, tables, summary
  shard FOLDER     what predict does, for one part of the pictures: --shards N --index I --out DIR
  submit FOLDER    all parts at once, as a Slurm array or on this machine: --shards N --out DIR
  status RUN       how far the parts of a run are; RUN is the folder that was --out
  retry RUN        the parts that have failed, once more
  merge RUN        the parts of a run into one project, as if predict had made it; with --format
                   also an export (--state default: predicted)
  models FOLDER    which of the licensed files (SMPL, SPIN) are there, and which are missing
  info             what is in the project, and what the networks run on

  --project FILE   the project; default: in your data folder, one for each image folder
  --preset NAME    how bodies are fitted (predict, fit): anchored (near the regression; the
                   default of predict), spin-energy or spin-exact; fit keeps each person's own
  --no-fit         leave people with what the regressor says (predict); several pictures pass the
                   network together, R in the studio fits a person
  --image-evidence, --no-image-evidence   points alone (predict): without the network that says where limbs are in
                   3D, which costs about half as much time as finding the person; default: the settings
  --truncate-crops, --no-truncate-crops
                   whether SPIN's network sees crops cut as SPIN's own code does, with corners
                   truncated to pixels (predict, train); default: the settings
  --body NAME      what is fitted (predict, fit): mhbody, the embedded one, or smpl-neutral,
                   smpl-male, smpl-female; kept in the project; another one fits everyone again
  --models FOLDER  where the licensed files are; default: the folder of the settings
  --only untouched what a person has worked on is never changed; this is the default
  --smooth         fit the people of a video over time (fit)
  --video KIND     whether the pictures are frames of a video: auto (by their names), frames or
                   photos; kept in the project
  --fps N          frames of the video per second (default 30); kept in the project
  --format LIST    spin-npz, hmr2-npz, hmr2-tar, eft, coco, smpl-npz, glb, obj, keypoints, table, or
                   several with commas (export; default spin-npz);
                   one of coco, openpose, spin, eft, hmr2, camerahmr, masks (import)
  --images FOLDER  the pictures, for a project that is to be made (import)
  --dry-run        only say what an import would do
  --points KIND    who has placed the points of the file: hand (usual for coco) or detector (import)
                   of the truth: studio, spin-npz, 3dpw, ssp-3d, eft, coco (evaluate; default by
                   the file)
  --truth FILE     what is true of the pictures (evaluate; default: truth.json beside them)
  --predictions F  SPIN's result npz in place of the project's people, row by row of the truth
                   npz (evaluate)
  --joints NAME    joints and root of MPJPE: lsp14, j14, j17, h36m14, h36m17, smpl24 (evaluate;
                   default by body and truth)
  --state LIST     people by state, several with commas (export: default accepted; accept)
  --out DIR        where the export goes; default: beside the project
  --name NAME      base name of the files (export: default train; evaluate: evaluation)
  --seed N         of what is drawn at random (train; default 1, as in the studio); kept in the
                   manifest (export; default 0)
  --replace        write over an earlier export of this name
  --recipe NAME    how it learns (train; default head): head (the last layers, from features that
                   are worked out once), spin (all weights, with fits in the loop), instant
                   (one closed-form step)
  --standard       the longer preset of the recipe instead of the quick one (train)
  --epochs N --batch N --rate X --patience N
                   instead of the preset's (train); --batch also: pictures that pass the network
                   together (predict --no-fit; default 8; 1 gives the very bytes of a shard)
  --adopt, --no-adopt
                   use the new model from now on, or do not; default: when it is better (train)
  --use RUN        use this run's model from now on; 0 for the one that was brought along (runs)
  --roll-back      use the model from before (runs)
  --delete RUN     remove this run's files for good; its row stays (runs)
  --resume         go on with the newest run that was interrupted, cancelled or failed (train)
  --shards N --index I
                   part I (from 0) of N; without --index it is SLURM_ARRAY_TASK_ID or
                   JOB_COMPLETION_INDEX (shard)
  --scratch DIR    where a shard's project lies while it is worked on: a disk of this machine
                   (shard; default: the system's temporary folder)
  --engine NAME    slurm, or local: this machine, --at-once K parts at a time (submit)
  --partition P --time T --cpus N --memory M --account A
                   what the tasks get (submit); anything else of sbatch's with --sbatch=OPTION, which
                   may be given several times; --dry-run prints the script
  --watch          look again every five seconds until all is over (status)
  --job ID         an array of this run that you submitted yourself (status)
  --checkpoint SECONDS
                   how often what a shard has is put in safety in the run's folder: what a killed
                   one loses at most (default 120)
  --json           one JSON object a line instead of text

Exit codes: 0 done, 1 failed, 2 not understood, 3 finished with failures`;

/** A command line that cannot be. */
export class UsageError extends Error {}

export type Options = ReturnType<typeof readOptions>['values'];

export function readOptions(args: readonly string[]) {
  return parseArgs({
    args: [...args],
    allowPositionals: true,
    allowNegative: true,
    options: {
      project: { type: 'string' },
      preset: { type: 'string' },
      fit: { type: 'boolean', default: true },
      'image-evidence': { type: 'boolean' },
      'truncate-crops': { type: 'boolean' },
      body: { type: 'string' },
      models: { type: 'string' },
      only: { type: 'string', default: 'untouched' },
      smooth: { type: 'boolean', default: false },
      video: { type: 'string' },
      fps: { type: 'string' },
      format: { type: 'string' },
      images: { type: 'string' },
      points: { type: 'string' },
      'dry-run': { type: 'boolean', default: false },
      truth: { type: 'string' },
      predictions: { type: 'string' },
      joints: { type: 'string' },
      state: { type: 'string' },
      out: { type: 'string' },
      name: { type: 'string' },
      seed: { type: 'string' },
      recipe: { type: 'string', default: 'head' },
      standard: { type: 'boolean', default: false },
      epochs: { type: 'string' },
      batch: { type: 'string' },
      rate: { type: 'string' },
      patience: { type: 'string' },
      adopt: { type: 'boolean' },
      resume: { type: 'boolean', default: false },
      use: { type: 'string' },
      delete: { type: 'string' },
      'roll-back': { type: 'boolean', default: false },
      replace: { type: 'boolean', default: false },
      shards: { type: 'string' },
      index: { type: 'string' },
      scratch: { type: 'string' },
      checkpoint: { type: 'string', default: '120' },
      engine: { type: 'string', default: 'slurm' },
      'at-once': { type: 'string', default: '1' },
      partition: { type: 'string' },
      time: { type: 'string' },
      cpus: { type: 'string' },
      memory: { type: 'string' },
      account: { type: 'string' },
      sbatch: { type: 'string', multiple: true },
      job: { type: 'string' },
      watch: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
}
