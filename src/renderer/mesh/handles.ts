/** Skeleton joints that can be taken in 3D: those that a person would point at. */
export const HANDLES: readonly number[] = [
  0, 1, 4, 7, 10, 2, 5, 8, 11, 9, 12, 15, 16, 18, 20, 17, 19, 21,
];

/** The handle before or after another one, round and round. */
export function neighbourHandle(joint: number, by: 1 | -1): number {
  const at = HANDLES.indexOf(joint);
  return HANDLES[(at + by + HANDLES.length) % HANDLES.length] ?? 0;
}
