/** A key as it stands on sheet, palette and tooltip. @param keys in tinykeys' notation */
export function keyText(keys: string): string {
  return keys
    .replace('$mod', 'Ctrl')
    .replace('[Shift]+', '')
    .replace('Arrow', '')
    .replace('Digit', '')
    .replace(
      /(^|\+)([a-z])$/,
      (_, before: string, letter: string) => before + letter.toUpperCase(),
    );
}
