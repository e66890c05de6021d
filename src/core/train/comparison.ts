/** Before and after, on the held-out people: rows with intervals, and who got worse. */
import type { BodyParameters } from '../body/body-model.ts';
import type { PosedMesh } from '../body/posed-mesh.ts';
import { boxOfKeypoints } from '../keypoints/box.ts';
import { pairedChange } from './paired-interval.ts';
import {
  type JudgedPerson,
  type PersonErrors,
  personErrors,
  type TruthErrors,
} from './person-errors.ts';

/** What two regressors say of one person; undefined when one says nothing. */
export interface Regressed<Person extends JudgedPerson = JudgedPerson> {
  readonly person: Person;
  readonly current: BodyParameters | undefined;
  readonly next: BodyParameters | undefined;
}

export interface ComparisonRow {
  readonly measure: 'reprojection' | 'pck' | 'wholeBody' | 'agreement' | keyof TruthErrors;
  readonly label: string;
  readonly unit: 'px' | 'share' | 'mm';
  readonly better: 'lower' | 'higher';
  /** Over how many people. */
  readonly people: number;
  /** Means over the people. */
  readonly current: number;
  readonly next: number;
  readonly change: number;
  /** 95 % interval of the change; null with too few people. */
  readonly interval: { readonly low: number; readonly high: number } | null;
}

/** A person of whom both say something. */
export interface Pair<Person extends JudgedPerson = JudgedPerson> {
  readonly person: Person;
  readonly current: Judgement;
  readonly next: Judgement;
}

interface Judgement {
  readonly body: BodyParameters;
  readonly errors: PersonErrors;
}

export interface Comparison<Person extends JudgedPerson = JudgedPerson> {
  /** The main row first; none when nothing can be said of anybody. */
  readonly rows: readonly ComparisonRow[];
  /** By the main row, from the whole interval: "same" when it holds zero, or nobody is better or worse. */
  readonly verdict: 'better' | 'same' | 'worse';
  readonly better: number;
  readonly same: number;
  readonly worse: number;
  /** The worst first. */
  readonly worsePeople: readonly Pair<Person>[];
}

/** Changes of the median error within this share of the person's height in the picture are none. */
const SAME_SHARE = 0.005;

export function compare<Person extends JudgedPerson>(
  mesh: PosedMesh,
  people: readonly Regressed<Person>[],
): Comparison<Person> {
  const pairs = people.flatMap((each) => pairOf(mesh, each));
  if (pairs.length === 0) return NOBODY;
  const rows = ROWS.flatMap((row) => rowOf(row, pairs));
  const shares = (side: 'current' | 'next') =>
    pairs.map((pair) => pair[side].errors.reprojection / sizePx(pair.person));
  const { better, same, worse, worseIndices } = pairedChange(
    shares('current'),
    shares('next'),
    SAME_SHARE,
  );
  const worsePeople = worseIndices.map((index) => pairs[index]);
  const verdict = verdictOf(rows[0], { better, worse });
  return { rows, verdict, better, same, worse, worsePeople };
}

const NOBODY = {
  rows: [],
  verdict: 'same',
  better: 0,
  same: 0,
  worse: 0,
  worsePeople: [],
} as const;

function pairOf<Person extends JudgedPerson>(
  mesh: PosedMesh,
  { person, current, next }: Regressed<Person>,
): Pair<Person>[] {
  if (current === undefined || next === undefined) return [];
  const judge = (body: BodyParameters) => ({ body, errors: personErrors(mesh, person, body) });
  return [{ person, current: judge(current), next: judge(next) }];
}

type RowKind = Pick<ComparisonRow, 'measure' | 'label' | 'unit' | 'better'> & {
  readonly of: (errors: PersonErrors) => number | undefined;
};

const truthRow = (measure: keyof TruthErrors, label: string): RowKind => ({
  measure,
  label,
  unit: 'mm',
  better: 'lower',
  of: ({ truth }) => truth?.[measure],
});

/** The main row first. */
const ROWS: readonly RowKind[] = [
  {
    measure: 'reprojection',
    label: 'reprojection, median px',
    unit: 'px',
    better: 'lower',
    of: ({ reprojection }) => reprojection,
  },
  {
    measure: 'pck',
    label: 'PCK at 0.1 torso',
    unit: 'share',
    better: 'higher',
    of: ({ pck }) => pck,
  },
  {
    measure: 'wholeBody',
    label: 'people with all points within 0.2 torso',
    unit: 'share',
    better: 'higher',
    of: ({ wholeBody }) => wholeBody,
  },
  truthRow('mpjpe', 'MPJPE (mid hip), 14 joints, against 3D truth, mm'),
  truthRow('paMpjpe', 'PA-MPJPE, 14 joints, against 3D truth, mm'),
  truthRow('pve', 'PVE (pelvis), against 3D truth, mm'),
  truthRow('pveTSc', 'PVE-T-SC, against 3D truth, mm'),
  {
    measure: 'agreement',
    label: 'agreement: mean joint distance (mid hip) from the accepted bodies, mm',
    unit: 'mm',
    better: 'lower',
    of: ({ agreement }) => agreement,
  },
];

/** Nothing for a measure that is known of nobody. */
function rowOf({ of, ...row }: RowKind, pairs: readonly Pair[]): ComparisonRow[] {
  const values = pairs.flatMap(({ current, next }) => {
    const [before, after] = [of(current.errors), of(next.errors)];
    return before === undefined || after === undefined ? [] : [{ before, after }];
  });
  if (values.length === 0) return [];
  const change = pairedChange(
    values.map(({ before }) => before),
    values.map(({ after }) => after),
  );
  const interval = { low: change.changeLow, high: change.changeHigh };
  return [
    {
      ...row,
      people: values.length,
      current: change.before,
      next: change.after,
      change: change.after - change.before,
      interval: values.length < 2 ? null : interval,
    },
  ];
}

/**
 * By the whole interval of the main row, where less is better, and only where somebody changes by
 * more than nothing: what is better for nobody is no better.
 */
function verdictOf(
  { interval }: ComparisonRow,
  { better, worse }: Pick<Comparison, 'better' | 'worse'>,
): Comparison['verdict'] {
  if (interval === null) return 'same';
  if (interval.high < 0 && better > 0) return 'better';
  return interval.low > 0 && worse > 0 ? 'worse' : 'same';
}

function sizePx({ keypoints }: JudgedPerson): number {
  const { width, height } = boxOfKeypoints(keypoints);
  return Math.max(width, height);
}
