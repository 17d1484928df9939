import type { ServerMessageType } from 'lectern-protocol';
import { serverMessages } from 'lectern-protocol/server-messages';

/**
 * Checks the data of any message against its JSON Schema, for `new Signaler(url, { validate })` and
 * `parseMessage(frame, validate)`. Returns the first fault, such as `data/clients must be array`; undefined if the
 * data fits. An entry of its own, `lectern-client/validation`, because the validators take about 290 KB of a bundle.
 */
export function validate(key: ServerMessageType, data: unknown): string | undefined {
  const { optional, validate } = serverMessages[key];
  if ((optional && data === undefined) || validate(data)) return undefined;
  const fault = validate.errors?.[0];
  return `data${fault?.instancePath} ${fault?.message}`;
}
