/**
 * `npm run licences`: everything that is shipped with its licence, as a list (`dist/licences.md`)
 * and as a bill of materials (`dist/sbom.cdx.json`, CycloneDX, by `npm sbom` from the lock file).
 * Exit code 1 with a licence that nobody has agreed to.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { ensureBuilt } from './setup/build.ts';

interface Part {
  readonly name: string;
  readonly version: string;
  /** SPDX. */
  readonly licence: string;
  /** Its code is within the page's; the others are installed beside the program. */
  readonly inPage: boolean;
}

/**
 * What may be shipped with a program under MIT. LGPL: libvips, a library of its own that can be
 * replaced, which sharp brings.
 */
const AGREED = new Set([
  ...['MIT', 'ISC', '0BSD', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', 'CC0-1.0', 'Unlicense'],
  ...['BlueOak-1.0.0', 'OFL-1.1', 'Python-2.0', 'LGPL-3.0-or-later'],
]);

/** Of a choice one must be agreed to, of a sum all. Written without nesting by all of ours. */
function isAgreed(expression: string): boolean {
  const plain = expression.replace(/[()]/g, '');
  return plain.includes(' OR ')
    ? plain.split(' OR ').some(isAgreed)
    : plain.split(' AND ').every((licence) => AGREED.has(licence));
}

interface Component {
  readonly name: string;
  readonly version: string;
  readonly licenses?: readonly { license?: { id?: string; name?: string }; expression?: string }[];
}

function billOfMaterials(): string {
  const args = ['sbom', '--sbom-format', 'cyclonedx', '--package-lock-only'];
  const omit = ['--omit', 'dev', '--omit', 'peer'];
  const run = spawnSync('npm', [...args, ...omit], { encoding: 'utf8', maxBuffer: 2 ** 26 });
  if (run.status !== 0) throw new Error(`npm sbom failed:\n${run.stderr}`);
  return run.stdout;
}

function installed(bill: string): Part[] {
  const { components } = JSON.parse(bill) as { components: Component[] };
  return components.map(({ name, version, licenses = [] }) => {
    const names = licenses.map(
      ({ license, expression }) => expression ?? license?.id ?? license?.name,
    );
    return { name, version, licence: names.join(' AND ') || 'none', inPage: false };
  });
}

/** As Vite has found them while it bundled; their texts are shipped in this file. */
function bundled(): Part[] {
  const found = JSON.parse(readFileSync('out/renderer/licences.json', 'utf8')) as {
    name: string;
    version: string;
    identifier?: string;
  }[];
  return found.map(({ name, version, identifier }) => {
    return { name, version, licence: identifier ?? 'none', inPage: true };
  });
}

function table(parts: readonly Part[]): string {
  const rows = parts.map(({ name, version, licence, inPage }) => {
    return `| ${name} | ${version} | ${licence} | ${inPage ? 'in the page' : 'beside the program'} |`;
  });
  const head = ['| package | version | licence | where |', '|---|---|---|---|'];
  return `${['# Licences of what is shipped', '', ...head, ...new Set(rows)].join('\n')}\n`;
}

ensureBuilt();
const bill = billOfMaterials();
const parts = [...bundled(), ...installed(bill)];
mkdirSync('dist', { recursive: true });
writeFileSync('dist/sbom.cdx.json', bill);
writeFileSync('dist/licences.md', table(parts));
const open = parts.filter(({ licence }) => !isAgreed(licence));
for (const { name, version, licence } of open) console.error(`${name} ${version}: ${licence}`);
console.log(`${parts.length} packages, ${open.length} with a licence that is not agreed to`);
process.exitCode = open.length > 0 ? 1 : 0;
