/** Eigenvalues and eigenvectors of a small symmetric matrix. */
export interface Eigenpair {
  readonly value: number;
  readonly vector: number[];
}

/** By cyclic Jacobi rotations; ascending in the value. */
export function symmetricEigenpairs(matrix: readonly (readonly number[])[]): Eigenpair[] {
  const n = matrix.length;
  const A = matrix.map((row) => [...row]);
  const V = A.map((_, i) => A.map((__, j) => (i === j ? 1 : 0)));
  for (let sweep = 0; sweep < 30; sweep++) {
    for (let p = 0; p < n; p++) for (let q = p + 1; q < n; q++) rotate(A, V, p, q);
  }
  return A.map((row, i) => ({ value: row[i], vector: V.map((column) => column[i]) })).sort(
    (a, b) => a.value - b.value,
  );
}

function rotate(A: number[][], V: number[][], p: number, q: number): void {
  if (Math.abs(A[p][q]) < 1e-300) return;
  const theta = (A[q][q] - A[p][p]) / (2 * A[p][q]);
  const t = Math.sign(theta || 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const c = 1 / Math.sqrt(t * t + 1);
  const s = t * c;
  for (const row of A) [row[p], row[q]] = [c * row[p] - s * row[q], s * row[p] + c * row[q]];
  for (let k = 0; k < A.length; k++) {
    [A[p][k], A[q][k]] = [c * A[p][k] - s * A[q][k], s * A[p][k] + c * A[q][k]];
  }
  for (const row of V) [row[p], row[q]] = [c * row[p] - s * row[q], s * row[p] + c * row[q]];
}
