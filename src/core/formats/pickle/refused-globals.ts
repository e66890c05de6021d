/**
 * Names that only serve to run code. The reader calls nothing, whatever a file says; but who writes
 * one of these into a model file means harm, and the file is refused by its name.
 */
import { StudioError } from '../../common/errors.ts';
import { fullName, type PickledGlobal } from './pickle-value.ts';

/** Whole modules with everything below them; Python 2 names beside those of Python 3. */
const MODULES = [
  'os',
  'posix',
  'nt',
  'subprocess',
  '_posixsubprocess',
  'commands',
  'popen2',
  'pty',
  'sys',
  'socket',
  '_socket',
  'shutil',
  'importlib',
  'imp',
  'runpy',
  'codeop',
  'ctypes',
  '_ctypes',
  'multiprocessing',
  'threading',
  '_thread',
  'thread',
  'asyncio',
  'webbrowser',
  'urllib',
  'urllib2',
  'http',
  'ftplib',
  'smtplib',
  'telnetlib',
  'requests',
  'pip',
  'ensurepip',
  'venv',
  'timeit',
  'cProfile',
  'pdb',
  'bdb',
  'doctest',
  'marshal',
  'pickle',
  'cPickle',
  '_pickle',
  'shelve',
  'dill',
  'cloudpickle',
  'joblib.externals',
  'ast',
  'distutils',
  'setuptools',
  'pkgutil',
  'site',
  'signal',
  'tempfile',
  'torch.hub',
  'torch.jit',
  'torch.package',
  'torch.utils.cpp_extension',
  'numpy.testing',
  'numpy.f2py',
  'numpy.distutils',
];

const NAMES = new Set([
  'types.FunctionType',
  'types.LambdaType',
  'types.CodeType',
  'types.MethodType',
  'functools.reduce',
  'operator.attrgetter',
  'operator.methodcaller',
  'operator.itemgetter',
  'torch.load',
  'numpy.load',
  'numpy.lib.npyio.load',
  'pandas.read_pickle',
  'joblib.load',
  'code.interact',
  'code.InteractiveInterpreter',
  'code.InteractiveConsole',
  'trace.Trace',
  'profile.run',
  'profile.runctx',
]);

const BUILTINS = new Set(['builtins', '__builtin__', '__builtins__']);
/** Everything else of the builtins can reach further: eval, exec, getattr, open, __import__ … */
const PLAIN_BUILTINS = new Set([
  ...['set', 'frozenset', 'list', 'tuple', 'dict', 'object', 'slice', 'range', 'xrange'],
  ...['int', 'long', 'float', 'complex', 'bool', 'str', 'unicode', 'bytes', 'bytearray', 'type'],
  ...['NoneType', 'Ellipsis', 'NotImplemented', 'Exception', 'ValueError', 'RuntimeError'],
]);

/** @throws StudioError `format/runs-code` that names it */
export function refuseIfItRunsCode(global: PickledGlobal, source: string): void {
  if (!runsCode(global)) return;
  const name = fullName(global);
  const message =
    `This file tries to run code: it calls ${name}. It was not opened and nothing was run. ` +
    'Delete it and get it again from the project that made it.\nFile: ' +
    source;
  throw new StudioError('format/runs-code', message, { source, global: name });
}

function runsCode(global: PickledGlobal): boolean {
  const { module, name } = global;
  // STACK_GLOBAL walks dotted names: random + "_os.system", json + "JSONDecoder.__class__".
  const parts = name.split('.');
  if (parts.some((part) => part.startsWith('__'))) return true;
  if (BUILTINS.has(module)) return !PLAIN_BUILTINS.has(name);
  if (NAMES.has(fullName(global))) return true;
  const walked = parts.slice(0, -1).map((part) => part.replace(/^_+/, ''));
  if (walked.some((part) => MODULES.includes(part))) return true;
  return MODULES.some((prefix) => module === prefix || module.startsWith(`${prefix}.`));
}
