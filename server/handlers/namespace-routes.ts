import {
  type ClientData,
  type ClientMessageType,
  type FamilyActions,
  type FamilyMessage,
  type Granted,
  keyAt,
  namespaceOf,
  type ServerMessageType,
} from 'lectern-protocol';
import { normalText } from 'lectern-protocol/shown-text';
import type { ChatClient } from '../chat/chat-client.js';
import { hookClientOf } from '../chat/room-hooks.js';
import { namespaceRoomId } from '../namespaces/namespaces.js';
import type { Message } from '../protocol/codec.js';
import { acknowledged, type Result } from '../protocol/outcome.js';
import type { Context, FamilyRoutes } from './context.js';
import { acceptedAt, actionsOf } from './family-actions.js';

/** Actions of a handler of one of the protocol's namespaces. A program's families have all but the last two. */
export interface NamespaceActions extends FamilyActions {
  /** @param name the name that a guest has in the room. For users with a token, that of the token applies */
  join(room: string, name?: string): Promise<void>;
  /** Returns the client's name in a room. @param given another name that a guest has chosen */
  nameIn(room: string, given?: string): string;
  /**
   * Sends a message to the other members of a room. With `--open-publishing`, the client does not have to be one.
   * @returns the position in the room's log; undefined if the room is empty
   */
  publish(room: string, type: string, data: unknown): Promise<number | undefined>;
}

/** A handler returns the data of the reply, or nothing to acknowledge the request; without a reply, a position. */
type NamespaceHandler<K extends ClientMessageType> = (
  message: FamilyMessage<ClientData[K]>,
  actions: NamespaceActions,
  // biome-ignore lint/suspicious/noConfusingVoidType: a function without a return statement returns void.
) => Promise<Granted<K>['data'] | number | undefined | void>;

type Handlers<Routes> = { [K in keyof Routes]: K extends ClientMessageType ? NamespaceHandler<K> : never };

/**
 * Returns the routes of one of the protocol's namespaces. Its handlers have the form of those of a program's families
 * (`defineFamily`), and the same actions. Its schemas are compiled when the server is built.
 */
export function namespaceRoutes<F extends string>(handlers: Handlers<FamilyRoutes<F>>): FamilyRoutes<F> {
  const all = Object.entries(handlers) as [ClientMessageType, NamespaceHandler<ClientMessageType>][];
  return Object.fromEntries(all.map(([key, handle]) => [key, routeOf(handle)])) as unknown as FamilyRoutes<F>;
}

const routeOf =
  (handle: NamespaceHandler<ClientMessageType>) =>
  async (context: Context, client: ChatClient, message: Message): Promise<Result> => {
    const { data, id, entry } = message;
    const event = { client: hookClientOf(client), data, room: undefined, id };
    const answer = await handle(event, namespaceActions(context, client, message));
    if (entry.reply === undefined) return acceptedAt(answer);
    return answer === undefined
      ? acknowledged(message)
      : { reply: answer as Granted<ClientMessageType>['data'] };
  };

function namespaceActions(context: Context, client: ChatClient, message: Message): NamespaceActions {
  const { namespaces, sessions } = context;
  const namespace = namespaceOf(message.to.as);
  const idOf = (room: string) => namespaceRoomId(namespace, room);
  // The conformance tests check the data. All of these types are durable.
  const encode = (_: string, data: unknown) => ({ json: JSON.stringify(data), volatile: false });
  return {
    ...actionsOf({ namespace, idOf, encode, context, client, message }),
    join: (room, name) =>
      namespaces.join(client, idOf(room), name === undefined ? undefined : normalText(name)),
    // A user with a token always has the name of the token.
    nameIn: (room, given) =>
      client.identity.guest && given !== undefined ? normalText(given) : client.nameInRoom(idOf(room)),
    async publish(room, type, data) {
      const key = keyAt(namespace, type) as ServerMessageType;
      const open = sessions.of(client).publishesOpenly;
      return (await namespaces.publishFor(client, message, idOf(room), key, data as never, open)).seq;
    },
  };
}
