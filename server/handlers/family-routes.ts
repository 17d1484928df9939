import { keyAt } from 'lectern-protocol';
import type { ChatClient } from '../chat/chat-client.js';
import { hookClientOf } from '../chat/room-hooks.js';
import type { HookCaller } from '../hooks/hook-caller.js';
import { namespaceRoomId } from '../namespaces/namespaces.js';
import type { Message } from '../protocol/codec.js';
import { Refusal } from '../protocol/errors.js';
import { type Families, type FamilyType, familyJson } from '../protocol/families.js';
import type { Outcome } from '../protocol/outcome.js';
import type { Context } from './context.js';
import { acceptedAt, actionsOf, type FamilyScope } from './family-actions.js';

/** A room's name in a namespace. It is part of an address. */
const ROOM_NAME = /^[^/]{1,64}$/;

type Route = (context: Context, client: ChatClient, message: Message) => Promise<Outcome> | Outcome;

/** Returns the handlers of types of one's own, by their keys. */
export function familyRoutes(families: Families, hooks: Pick<HookCaller, 'answer'>): Record<string, Route> {
  const routes: Record<string, Route> = {};
  for (const own of families.types.values()) {
    if (own.entry) routes[own.key] = own.definition.handle ? handled(own, families, hooks) : relayed;
  }
  return routes;
}

/** Sends a message to its receiver: a room that the client is in, or a client with which it shares one. */
const relayed: Route = ({ manager }, client, message) => {
  const { to } = message;
  // A room of a namespace has its address as its ID.
  const room = to.kind === 'namespace' ? ({ kind: 'room', as: to.as, roomId: to.as } as const) : to;
  return manager.relay(client, { ...message, to: room });
};

const handled =
  (own: FamilyType, families: Families, hooks: Pick<HookCaller, 'answer'>): Route =>
  async (context, client, message) => {
    const { to, data, id } = message;
    const room = to.kind === 'room' ? context.manager.roomOf(client, to.roomId).id : undefined;
    const actions = actionsOf({ context, client, message, ...scopeOf(own, families) });
    const event = { client: hookClientOf(client, room), data, room, id };
    const reply = await hooks.answer(`handle ${own.key}`, () => own.definition.handle?.(event, actions));
    if (own.definition.reply === undefined) return acceptedAt(reply);
    familyJson(own, reply, (fault) => new Error(`the reply is not valid: ${fault}`));
    return { reply: reply as never };
  };

/** Returns the rooms and types of a family. */
function scopeOf({ family: { namespace } }: FamilyType, families: Families): FamilyScope {
  return {
    namespace,
    idOf(room) {
      if (!namespace) return room;
      if (ROOM_NAME.test(room)) return namespaceRoomId(namespace, room);
      throw new Refusal('bad-data', 'the name of a room must have 1 to 64 characters, and no /');
    },
    encode(type, data) {
      const found = families.types.get(keyAt(namespace, type));
      if (!found) throw new Error(`the family has no type '${type}'; add it to its messages`);
      const json = familyJson(found, data, (fault) => new Error(fault));
      return { json, volatile: found.definition.delivery === 'volatile' };
    },
  };
}
