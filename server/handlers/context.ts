import type { ClientMessageType } from 'lectern-protocol';
import type { clientMessages } from 'lectern-protocol/client-messages';
import type { Options } from 'lectern-protocol/options';
import type { ChatClient } from '../chat/chat-client.js';
import type { ChatManager } from '../chat/chat-manager.js';
import type { Classroom } from '../classroom/classroom.js';
import type { IceServers } from '../ice-servers.js';
import type { Browsers } from '../identity/browsers.js';
import type { MediaRooms } from '../media/media-rooms.js';
import type { Namespaces } from '../namespaces/namespaces.js';
import type { Programmes } from '../programme/programmes.js';
import type { Handler as RouteHandler, Routes as RouteTable } from '../protocol/router.js';
import type { RoomSettingsService } from '../room-settings/room-settings.js';
import type { WaitingRooms } from '../room-settings/waiting-rooms.js';
import type { Sessions } from '../session/sessions.js';

/** Services that handlers use. */
export interface Context {
  manager: ChatManager;
  classroom: Classroom;
  ice: IceServers;
  browsers: Browsers;
  media: MediaRooms;
  rooms: RoomSettingsService;
  waiting: WaitingRooms;
  namespaces: Namespaces;
  programmes: Programmes;
  sessions: Sessions;
  options: Pick<Options, 'ownedRooms' | 'userClasses' | 'classLectures' | 'userLectureBytes'>;
  log: { info(fields: object, text: string): void };
}

/**
 * Handles one message of a client, and returns the answer (protocol/outcome.ts):
 *
 * - `{ reply }`: a message of the type that the schema defines, with this payload
 * - `{}`, or `{ seq }` if the message has a position in a log: `accepted`, if the message has an `id`
 * - the result of an announcement: a sender that is in the room gets the announcement itself as its reply
 * - `undefined`: no answer
 *
 * If it throws a Refusal, the answer has the form that the message's family defines.
 */
export type Handler<K extends ClientMessageType> = RouteHandler<Context, ChatClient, K>;

/** The handlers of all types of a family. A missing or additional handler is a compile error. */
export type FamilyRoutes<F extends string> = {
  [K in ClientMessageType as (typeof clientMessages)[K]['family'] extends F ? K : never]: Handler<K>;
};

export type Routes = RouteTable<Context, ChatClient>;
