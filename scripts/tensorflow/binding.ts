import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { run } from './run.ts';

const require = createRequire(import.meta.url);

/**
 * Compiles tfjs-node's N-API binding.
 *
 * @param include headers of TensorFlow's C API
 * @param libraries where the two libraries lie; the binding is put beside them and runs there
 */
export async function compileBinding(include: string, libraries: string): Promise<void> {
  const tfjsNode = dirname(require.resolve('@tensorflow/tfjs-node/package.json'));
  const nodeHeaders = join(dirname(require.resolve('node-api-headers/package.json')), 'include');
  await run('g++', [
    ...['-O2', '-std=c++17', '-fPIC', '-shared', '-fvisibility=hidden'],
    ...['-DNAPI_VERSION=8', '-DBUILDING_NODE_EXTENSION', '-DNODE_GYP_MODULE_NAME=tfjs_binding'],
    ...[`-I${nodeHeaders}`, `-I${include}`],
    join(tfjsNode, 'binding/tfjs_backend.cc'),
    join(tfjsNode, 'binding/tfjs_binding.cc'),
    ...['-o', join(libraries, 'tfjs_binding.node')],
    // What the libraries themselves need is found when they are loaded, not here.
    ...[`-L${libraries}`, '-l:libtensorflow_cc.so.2', '-l:libtensorflow_framework.so.2'],
    ...['-Wl,--allow-shlib-undefined', '-Wl,-rpath,$ORIGIN'],
  ]);
}
