import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { run } from './wheel.ts';

const require = createRequire(import.meta.url);

/** Compiles tfjs-node's N-API binding against the libraries in `folder`, to run from there. */
export function compileBinding(folder: string): void {
  const tfjsNode = dirname(require.resolve('@tensorflow/tfjs-node/package.json'));
  const nodeHeaders = join(dirname(require.resolve('node-api-headers/package.json')), 'include');
  run('g++', [
    ...['-O2', '-std=c++17', '-fPIC', '-shared', '-fvisibility=hidden'],
    ...['-DNAPI_VERSION=8', '-DBUILDING_NODE_EXTENSION', '-DNODE_GYP_MODULE_NAME=tfjs_binding'],
    ...[`-I${nodeHeaders}`, `-I${join(folder, 'include')}`],
    join(tfjsNode, 'binding/tfjs_backend.cc'),
    join(tfjsNode, 'binding/tfjs_binding.cc'),
    ...['-o', join(folder, 'tfjs_binding.node')],
    ...[`-L${folder}`, '-l:libtensorflow_cc.so.2', '-l:libtensorflow_framework.so.2'],
    '-Wl,-rpath,$ORIGIN',
  ]);
}
