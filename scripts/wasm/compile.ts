import { readFileSync } from 'node:fs';
import asc from 'assemblyscript/asc';

const SOURCE = 'src/core/math/wasm/cholesky.as.ts';
const OPTIONS = ['-O3', '--runtime', 'stub', '--noAssert', '--importMemory', '--noExportMemory'];

/** The file that embeds the compiled kernel. */
export const CHOLESKY_MODULE = 'src/core/math/wasm/cholesky-wasm.ts';

/** Its text, made anew from the kernel's source. */
export async function choleskyModule(): Promise<string> {
  let bytes = new Uint8Array();
  const { error, stderr } = await asc.main(
    ['kernel.ts', ...OPTIONS, '--enable', 'simd', '--outFile', 'kernel.wasm'],
    {
      readFile: (name) => (name === 'kernel.ts' ? readFileSync(SOURCE, 'utf8') : null),
      writeFile(name, contents) {
        if (name === 'kernel.wasm') bytes = Uint8Array.from(contents as Uint8Array);
      },
    },
  );
  if (error !== null) throw new Error(`The kernel does not compile.\n${stderr.toString()}`);
  return `// Made by \`npm run build:wasm\` from cholesky.as.ts; not to be edited.

/** Bytes of the WebAssembly module, in hexadecimal. */
export const CHOLESKY_WASM =
  '${Buffer.from(bytes).toString('hex')}';
`;
}
