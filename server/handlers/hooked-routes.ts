import type { ClientMessageType } from 'lectern-protocol';
import { clientMessages } from 'lectern-protocol/client-messages';
import { hookClientOf } from '../chat/room-hooks.js';
import type { HookCaller } from '../hooks/hook-caller.js';
import type { AnyHookMessage } from '../hooks/hooks.js';
import { revised } from '../protocol/codec.js';
import type { Handler, Routes } from './context.js';

/** The families of the protocol's types. */
const families = new Map(Object.entries(clientMessages).map(([type, { family }]) => [type, family]));

type AnyHandler = Handler<ClientMessageType>;

/** Returns whether the hook is not called for a type: it contains secrets, or is only a sign of life. */
const isPrivate = (type: string): boolean =>
  type === 'ping' || type === 'pong' || families.get(type) === 'session';

/** Returns handlers that call the hook onMessage first, which can refuse a message or replace its data. */
export function hookedRoutes(routes: Routes, hooks: Pick<HookCaller, 'ask'>): Routes {
  const hooked =
    (handle: AnyHandler): AnyHandler =>
    async (context, client, message) => {
      const { key: type, to, data, id } = message;
      const event = { client: hookClientOf(client), type, receiver: to.as, data, id } as AnyHookMessage;
      const answer = await hooks.ask('onMessage', event);
      return handle(context, client, answer ? revised(message, answer.data) : message);
    };
  const all = Object.entries(routes) as [ClientMessageType, AnyHandler][];
  return Object.fromEntries(
    all.map(([type, handle]) => [type, isPrivate(type) ? handle : hooked(handle)]),
  ) as Routes;
}
