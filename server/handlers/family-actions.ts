import type { FamilyActions, ServerMessageType } from 'lectern-protocol';
import { requestKey } from '../backplane/backplane.js';
import type { ChatClient } from '../chat/chat-client.js';
import { namespaceRoomName } from '../namespaces/namespaces.js';
import { roomAddress } from '../protocol/address.js';
import { envelopeOf, type Message } from '../protocol/codec.js';
import type { Outcome } from '../protocol/outcome.js';
import type { Context } from './context.js';

/** The rooms and types of a family. */
export interface FamilyScope {
  /** Address of the family; empty if its types are used in ordinary rooms. */
  namespace: string;
  /** Returns the ID of the room that a handler names. */
  idOf(room: string): string;
  /** Returns the JSON of a message that a handler sends. */
  encode(type: string, data: unknown): { json: string; volatile: boolean };
}

/** A message and what its handler acts on. */
interface Handled extends FamilyScope {
  context: Pick<Context, 'manager' | 'namespaces'>;
  client: ChatClient;
  message: Pick<Message, 'id'>;
}

/** Returns the actions of the handler of a message, in the name of its client. */
export function actionsOf({ namespace, idOf, encode, context, client, message }: Handled): FamilyActions {
  const { manager, namespaces } = context;
  const { id } = message;
  let sent = 0;
  /** The key under which a message is stored once, also if the client repeats its request on another node. */
  const nextRequest = () => {
    if (id === undefined) return undefined;
    const nth = sent++;
    return requestKey(client.requestScope, nth === 0 ? id : `${id} ${nth}`);
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
    rooms() {
      inNamespace('rooms');
      return namespaces.roomsOf(client, namespace).map(({ id }) => namespaceRoomName(id));
    },
    async members(name) {
      const room = manager.roomOf(client, idOf(name));
      await room.catchUp();
      return room.everyone.map(({ id, username }) => ({ id, name: username }));
    },
    async has(name, clientId) {
      return manager.roomOf(client, idOf(name)).has(clientId);
    },
    async send(name, type, data, { toOthers = false } = {}) {
      const room = manager.roomOf(client, idOf(name));
      const { json, volatile } = encode(type, data);
      const envelope = envelopeOf(client.id, roomAddress(room.id), type as ServerMessageType, json);
      const author = toOthers ? ({ clientId: client.id, excluded: true } as const) : undefined;
      if (!volatile) return (await room.append(envelope, nextRequest(), client.account, author)).seq;
      await room.publish(envelope, author);
      return undefined;
    },
    async tell(clientId, type, data) {
      const { json, volatile } = encode(type, data);
      const envelope = envelopeOf(namespace || client.id, clientId, type, json);
      await manager.sendToPeer(client, clientId, envelope, volatile, nextRequest());
    },
  };
}

/** Returns the outcome of a message without a reply. @param seq what its handler returned: the position of a message */
export const acceptedAt = (seq: unknown): Outcome =>
  typeof seq === 'number' && Number.isSafeInteger(seq) ? { seq } : {};
