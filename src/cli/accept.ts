/** `studio accept`: the decision about many people at once, for who has looked at them elsewhere. */
import { z } from 'zod';
import { personState } from '../contract/person.ts';
import { type Invocation, openExisting } from './commands.ts';
import { wrongOptions } from './wrong-options.ts';

/** One undoable step a person; who has no body stays as it is and is counted. */
export async function runAccept(invocation: Invocation): Promise<number> {
  const { engine, reporter, options } = invocation;
  openExisting(invocation);
  const people = engine.session.current().store.people.inStates(statesOf(options.state));
  const withBody = people.filter(({ fit }) => fit !== null);
  for (const { id: personId } of withBody)
    engine.people.decide({ personId, decision: 'accepted', reason: null });
  const [accepted, withoutBody] = [withBody.length, people.length - withBody.length];
  const rest = withoutBody === 0 ? '' : ` ${withoutBody} have no body and stay as they are.`;
  reporter.result(`${accepted} accepted.${rest}`, { accepted, withoutBody });
  return 0;
}

/** @throws StudioError `input/invalid` */
function statesOf(list = 'predicted,fitted') {
  const parsed = z.object({ state: z.array(personState) }).safeParse({ state: list.split(',') });
  if (parsed.success) return parsed.data.state;
  throw wrongOptions('These states', parsed.error);
}
