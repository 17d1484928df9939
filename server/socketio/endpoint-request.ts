import { roomIdFault } from '../chat/room-id.js';
import { Refusal } from '../protocol/errors.js';
import type { EndpointRequest, Greeting } from './dialect.js';

/** Returns the token among the parameters of a client. */
export const tokenOf = ({ token }: Readonly<Record<string, unknown>>): string | undefined =>
  typeof token === 'string' && token !== '' ? token : undefined;

/** Whether a parameter is set: `true` in `auth`, `1` in a query. */
const isSet = (value: unknown): boolean => value === true || value === '1';

/** Returns the endpoint that the parameters of a client name. @throws Refusal bad-data if the room is not valid */
export function endpointOf({ parameters }: Greeting): EndpointRequest {
  const { room, deltas, login } = parameters;
  return { room: roomOf(room), deltas: isSet(deltas), login: isSet(login), token: tokenOf(parameters) };
}

function roomOf(room: unknown): string | undefined {
  if (room === undefined) return undefined;
  const id = String(room).normalize('NFC');
  const fault = roomIdFault(id);
  if (fault !== undefined) throw new Refusal('bad-data', fault);
  return id;
}
