/** `studio model FILE`: the weights of the model that a project works with. */
import { type Invocation, openExisting } from './commands.ts';

export async function runModel(invocation: Invocation): Promise<number> {
  const { engine, reporter, options, folder: file = '' } = invocation;
  openExisting({ engine, options, folder: undefined });
  const { name } = await engine.training.regressors.inUse();
  const made = await engine.exportModel(file, options.replace);
  const collapsed = made.hasCollapsedHead
    ? " Its head is a collapsed one (head.weight, head.bias), as an instant update leaves it: SPIN's own code, which wants fc1, fc2 and dec*, cannot load it."
    : '';
  const text = `${name}: ${made.tensors} tensors written.${collapsed}\nFile: ${file}`;
  reporter.result(text, { name, file, ...made });
  return 0;
}
