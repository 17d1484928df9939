import type { FamilyActions, ServerMessageType } from 'lectern-protocol';
import { requestKey } from '../backplane/backplane.js';
import type { ChatClient } from '../chat/chat-client.js';
import { hookClientOf } from '../chat/room-hooks.js';
import type { HookCaller } from '../hooks/hook-caller.js';
import { namespaceRoomId } from '../namespaces/namespaces.js';
import { roomAddress } from '../protocol/address.js';
import { envelopeOf, type Message } from '../protocol/codec.js';
import { Refusal } from '../protocol/errors.js';
import { type Families, type FamilyType, familyJson } from '../protocol/families.js';
import type { Outcome } from '../protocol/outcome.js';
import type { Context } from './context.js';

/** Maximum length of a room's name in a namespace, in characters. It is part of an address. */
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
    const actions = actionsOf(own, families, context, client, message);
    const event = { client: hookClientOf(client, room), data, room, id };
    const reply = await hooks.answer(`handle ${own.key}`, () => own.definition.handle?.(event, actions));
    if (own.definition.reply === undefined) return {};
    familyJson(own, reply, (fault) => new Error(`the reply is not valid: ${fault}`));
    return { reply: reply as never };
  };

/** Returns the actions of the handler of a message, in the name of its client. */
function actionsOf(
  { family: { namespace } }: FamilyType,
  families: Families,
  { manager, namespaces }: Context,
  client: ChatClient,
  { id }: Message,
): FamilyActions {
  let sent = 0;
  /** The key under which a message is stored once, also if the client repeats its request on another node. */
  const nextRequest = () => {
    if (id === undefined) return undefined;
    const nth = sent++;
    return requestKey(client.requestScope, nth === 0 ? id : `${id} ${nth}`);
  };
  const idOf = (room: string) => {
    if (!namespace) return room;
    if (ROOM_NAME.test(room)) return namespaceRoomId(namespace, room);
    throw new Refusal('bad-data', 'the name of a room must have 1 to 64 characters, and no /');
  };
  const own = (type: string, data: unknown) => {
    const found = families.types.get(namespace ? `${namespace} ${type}` : type);
    if (!found) throw new Error(`the family has no type '${type}'; add it to its messages`);
    const json = familyJson(found, data, (fault) => new Error(fault));
    return { json, volatile: found.definition.delivery === 'volatile' };
  };
  const inNamespace = (action: string) => {
    if (!namespace) throw new Error(`${action} needs a family with a namespace`);
  };
  return {
    async join(room) {
      inNamespace('join');
      await namespaces.join(client, idOf(room));
    },
    async leave(room) {
      inNamespace('leave');
      await namespaces.leave(client, idOf(room));
    },
    async members(name) {
      const room = manager.roomOf(client, idOf(name));
      await room.catchUp();
      return room.everyone.map(({ id, username }) => ({ id, name: username }));
    },
    async send(name, type, data, { toOthers = false } = {}) {
      const room = manager.roomOf(client, idOf(name));
      const { json, volatile } = own(type, data);
      const envelope = envelopeOf(client.id, roomAddress(room.id), type as ServerMessageType, json);
      const author = toOthers ? ({ clientId: client.id, excluded: true } as const) : undefined;
      if (volatile) await room.publish(envelope, author);
      else await room.append(envelope, nextRequest(), client.account, author);
    },
    async tell(clientId, type, data) {
      const { json, volatile } = own(type, data);
      const envelope = envelopeOf(namespace || client.id, clientId, type, json);
      await manager.sendToPeer(client, clientId, envelope, volatile, nextRequest());
    },
  };
}
