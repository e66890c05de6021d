/** The 2D points of each person, as comma-separated values (RFC 4180): one row a point. */
import { csv } from './csv.ts';

export interface PointRow {
  readonly imageName: string;
  readonly personId: number;
  readonly state: string;
  readonly point: string;
  /** Pixels of the image. */
  readonly x: number;
  readonly y: number;
  readonly confidence: number;
  readonly visibility: string;
  readonly source: string;
  readonly use: string;
  /** Distance of the point and the body's joint, pixels; undefined where none is known. */
  readonly errorPx: number | undefined;
}

const COLUMNS = [
  ...['image', 'person_id', 'state', 'point', 'x_px', 'y_px', 'confidence', 'visibility'],
  ...['source', 'use', 'error_px'],
];
/** A thousandth of a pixel. */
const DECIMALS = 3;

export function keypointTableHeader(): string {
  return csv([COLUMNS]);
}

export function keypointTableLine(row: PointRow): string {
  const short = (value: number) => Number(value.toFixed(DECIMALS));
  const cells = [
    row.imageName,
    row.personId,
    row.state,
    row.point,
    short(row.x),
    short(row.y),
    short(row.confidence),
    row.visibility,
    row.source,
    row.use,
    row.errorPx === undefined ? undefined : short(row.errorPx),
  ];
  return csv([cells]);
}
