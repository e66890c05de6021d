/**
 * What a page sends, before oRPC reads it: oRPC trusts its peer, and what it cannot take apart ends
 * the whole process (an unhandled rejection), not only the call.
 */
import { z } from 'zod';

const id = z.string().max(64);
/** `/group/procedure`; no other host, no body that is no JSON. */
const call = z.strictObject({
  i: id,
  t: z.literal(1).optional(),
  p: z.strictObject({
    u: z.string().regex(/^\/[\w/]{1,100}$/),
    h: z.strictObject({ 'last-event-id': z.string().optional() }).optional(),
    b: z.looseObject({}).optional(),
  }),
});
const abort = z.object({ i: id, t: z.literal(4) });
const requestFrame = z.union([call, abort]);

/** True for a call as the studio's own page writes it, or the end of one. */
export function isRequestFrame(text: string): boolean {
  try {
    return requestFrame.safeParse(JSON.parse(text)).success;
  } catch {
    return false; // no JSON
  }
}
