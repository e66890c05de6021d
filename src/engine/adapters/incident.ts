/**
 * Writes a bug into the log, which is standard error, and gives back the number under which it is
 * found there.
 */
export function reportBug(error: unknown): string {
  const incident = Date.now().toString(36);
  console.error(incident, error);
  return incident;
}
