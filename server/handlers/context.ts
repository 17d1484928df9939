import type { ClientMessageType } from 'lectern-protocol';
import type { clientMessages } from 'lectern-protocol/client-messages';
import type { ChatClient } from '../chat/chat-client.js';
import type { ChatManager } from '../chat/chat-manager.js';
import type { Classroom } from '../classroom/classroom.js';
import type { IceServers } from '../ice-servers.js';
import type { Namespaces } from '../namespaces/namespaces.js';
import type { Programmes } from '../programme/programmes.js';
import type { Message } from '../protocol/codec.js';
import type { Result, Handler as RouteHandler, Routes as RouteTable } from '../protocol/router.js';
import type { RoomSettingsService } from '../room-settings/room-settings.js';
import type { Sessions } from '../session/sessions.js';

/** What handlers act on. */
export interface Context {
  manager: ChatManager;
  classroom: Classroom;
  ice: IceServers;
  rooms: RoomSettingsService;
  namespaces: Namespaces;
  programmes: Programmes;
  sessions: Sessions;
  log: { info(fields: object, text: string): void };
}

export type Handler<K extends ClientMessageType> = RouteHandler<Context, ChatClient, K>;

/** A handler for every type of a family: one more or one less does not compile. */
export type FamilyRoutes<F extends string> = {
  [K in ClientMessageType as (typeof clientMessages)[K]['family'] extends F ? K : never]: Handler<K>;
};

export type Routes = RouteTable<Context, ChatClient>;

/** What comes of a request whose reply says only that it is done: who gave no `id` is told nothing. */
export const acknowledged = ({ id }: Pick<Message, 'id'>): Result =>
  id === undefined ? undefined : { reply: { ok: true } };
