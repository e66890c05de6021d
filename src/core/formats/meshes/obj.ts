/** Wavefront OBJ: an object a person, positions in metres. */
import type { ExportedMesh } from './exported-mesh.ts';

/** A hundredth of a millimetre. */
const DECIMALS = 5;

export function writeObj(meshes: readonly ExportedMesh[], remark: string): string {
  const remarkLine = `# ${remark.replace(/[\r\n]+/g, ' ')}`;
  const lines = [remarkLine, '# metres, y up, z towards the camera in the origin'];
  let first = 1;
  for (const { personId, positions, faces } of meshes) {
    lines.push(`o person_${personId}`);
    for (let v = 0; v < positions.length; v += 3) {
      const place = positions.subarray(v, v + 3);
      lines.push(`v ${Array.from(place, (value) => value.toFixed(DECIMALS)).join(' ')}`);
    }
    for (let f = 0; f < faces.length; f += 3) {
      lines.push(`f ${faces[f] + first} ${faces[f + 1] + first} ${faces[f + 2] + first}`);
    }
    first += positions.length / 3;
  }
  return `${lines.join('\n')}\n`;
}

/** Positions and triangles of all objects, one after the other; indices from 0. */
export function readObj(text: string): { positions: number[]; faces: number[] } {
  const positions: number[] = [];
  const faces: number[] = [];
  for (const line of text.split('\n')) {
    const [kind, ...values] = line.split(' ');
    if (kind === 'v') positions.push(...values.map(Number));
    if (kind === 'f') faces.push(...values.map((value) => Number(value) - 1));
  }
  return { positions, faces };
}
