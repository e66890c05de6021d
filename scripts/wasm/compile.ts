import { readFileSync } from 'node:fs';
import asc from 'assemblyscript/asc';

const SOURCE = 'src/core/math/wasm/cholesky.as.ts';
const OPTIONS = ['-O3', '--runtime', 'stub', '--noAssert', '--importMemory', '--noExportMemory'];

/** The file that embeds the compiled kernel. */
export const CHOLESKY_MODULE = 'src/core/math/wasm/cholesky-wasm.ts';

/** Its text, made anew from the kernel's source. */
export async function choleskyModule(): Promise<string> {
  return `// Made by \`npm run build:wasm\` from cholesky.as.ts; not to be edited.

/** Bytes of the WebAssembly module, in hexadecimal, for hosts that multiply and add in one; for others. */
export const CHOLESKY_WASM: readonly string[] = [
  '${await compile('simd', 'relaxed-simd')}',
  '${await compile('simd')}',
];
`;
}

/** The kernel in hexadecimal. */
async function compile(...features: readonly string[]): Promise<string> {
  let bytes = new Uint8Array();
  const enabled = features.flatMap((feature) => ['--enable', feature]);
  const { error, stderr } = await asc.main(
    ['kernel.ts', ...OPTIONS, ...enabled, '--outFile', 'kernel.wasm'],
    {
      readFile: (name) => (name === 'kernel.ts' ? readFileSync(SOURCE, 'utf8') : null),
      writeFile(name, contents) {
        if (name === 'kernel.wasm') bytes = Uint8Array.from(contents as Uint8Array);
      },
    },
  );
  if (error !== null) throw new Error(`The kernel does not compile.\n${stderr.toString()}`);
  return Buffer.from(bytes).toString('hex');
}
