/** `npm run build:wasm`: compiles the kernels in AssemblyScript into TypeScript that embeds them. */
import { writeFileSync } from 'node:fs';
import { CHOLESKY_MODULE, choleskyModule } from './wasm/compile.ts';

writeFileSync(CHOLESKY_MODULE, await choleskyModule());
console.log(`written: ${CHOLESKY_MODULE}`);
