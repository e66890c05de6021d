import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

it('every licence of what is shipped is known and agreed to; tools are not shipped', () => {
  const run = spawnSync(process.execPath, ['scripts/licences.ts'], { encoding: 'utf8' });
  expect([run.status, run.stderr]).toEqual([0, '']);
  const list = readFileSync('dist/licences.md', 'utf8');
  expect(list).toMatch(/\| react \| [\d.]+ \| MIT \| in the page \|/);
  expect(list).toMatch(/\| sharp \| [\d.]+ \| Apache-2.0 \| beside the program \|/);
  expect(list).not.toMatch(/\| vitest \|/);
  const { bomFormat, components } = JSON.parse(readFileSync('dist/sbom.cdx.json', 'utf8'));
  expect(bomFormat).toBe('CycloneDX');
  expect(components.map(({ name }: { name: string }) => name)).toContain('ws');
});
