// Who may import whom. Core knows no one; services know only interfaces; hosts know everyone, once.
const allowed = [
  ['src/core/common', []],
  ['src/core/math', ['src/core/common']],
  ['src/core/body', ['src/core/common', 'src/core/math']],
  ['src/core/camera', ['src/core/common', 'src/core/math']],
  ['src/core/keypoints', ['src/core/common']],
  ['src/core/masks', ['src/core/common']],
  ['src/core/fit', ['src/core/(common|math|body|camera|keypoints)']],
  ['src/core/regress', ['src/core/(common|math|body|camera|keypoints|formats|search)']],
  ['src/core/train', ['src/core/(common|math|body|camera|keypoints|fit|regress|metrics|formats)']],
  ['src/core/metrics', ['src/core/(common|math|body|keypoints|masks)']],
  ['src/core/formats', ['src/core/(common|math|body|camera|keypoints|masks)']],
  ['src/core/evaluation', ['src/core/(common|math|body|camera|keypoints|masks|metrics|formats)']],
  ['src/contract', ['src/core/(common|keypoints)']],
  ['src/engine/services', ['src/core', 'src/contract']],
  ['src/engine/adapters', ['src/core', 'src/contract', 'src/engine/services']],
  ['src/engine/compute', ['src/core', 'src/contract', 'src/engine/adapters']],
  ['src/main', ['src/contract', 'src/engine', 'src/core/common']],
  ['src/preload', []],
  ['src/web', ['src/contract', 'src/engine', 'src/core/(common|formats)']],
  ['src/bin', ['src/cli']],
  ['src/cli', ['src/contract', 'src/engine', 'src/core/common']],
  ['src/renderer', ['src/contract', 'src/core/(common|math|body|camera|keypoints|formats|search)']],
];

const testFile = '\\.test\\.tsx?$';

module.exports = {
  forbidden: [
    ...allowed.map(([folder, targets]) => ({
      name: `layer-${folder.replaceAll('/', '-')}`,
      severity: 'error',
      from: { path: `^${folder}/`, pathNot: testFile },
      to: {
        path: '^src/',
        pathNot: [folder, ...targets].map((target) => `^${target}/`),
      },
    })),
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'core-is-pure',
      severity: 'error',
      comment: 'The numeric core runs in Node, workers and the browser alike.',
      from: { path: '^src/(core|contract)/', pathNot: testFile },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'electron-stays-in-the-shell',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(main|preload)/' },
      to: { path: 'node_modules/electron/' },
    },
    {
      name: 'tensorflow-stays-in-compute',
      severity: 'error',
      from: { path: '^src/', pathNot: `^src/(core/(regress|train)|engine/compute)/|${testFile}` },
      to: { path: 'node_modules/@tensorflow/' },
    },
  ],
  options: {
    parser: 'swc',
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(out|\\.cache)/' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.js', '.json'],
      conditionNames: ['import', 'node', 'default'],
    },
  },
};
