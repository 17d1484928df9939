import type { ProgrammeUser, ServerData, ServerMessageType } from 'lectern-protocol';
import { keyAt, namespaceOf } from 'lectern-protocol';
import type { Envelope, SocketEvent } from './dialect.js';

type ProgrammeType = Extract<ServerMessageType, `/programme ${string}`>;

/** A user as older clients know one: without the client ID that signals need. */
const userOf = ({ userUID, displayName, photoURL }: ProgrammeUser) => ({
  userUID,
  displayName,
  ...(photoURL !== undefined && { photoURL }),
});

/** The argument of each event of the server, from the data of the message. */
const argumentOf: { readonly [T in ProgrammeType]?: (data: ServerData[T]) => unknown } = {
  '/programme loadRooms': (rooms) => rooms,
  '/programme loadUsers': (users) => users.map(userOf),
  '/programme createRoomReq': (data) => data,
  '/programme addRoom': (room) => room,
  '/programme joinRoomReq': (data) => data,
  '/programme joinRoom': userOf,
  '/programme leaveRoom': ({ userUID, displayName }) => ({ userUID, displayName }),
  '/programme count': (data) => data,
  '/programme deleteRoom': (data) => data,
  '/programme chat': (data) => data,
  '/programme aggro': ({ point: _, ms: __, titleBroad: ___, ...rest }) => rest,
  '/programme aggroErr': (error) => error,
  '/programme aggroPoint': (data) => data,
  '/programme stopAggro': (aggroUID) => aggroUID,
};

/** Returns the event of an envelope; undefined for a type that older clients do not have. */
export function programmeEvent({ sender, receiver, type, data }: Envelope): SocketEvent | undefined {
  if (type === 'error') return { name: type, args: [data] };
  const key = keyAt(namespaceOf(receiver) || namespaceOf(sender), type);
  const translate = (argumentOf as Partial<Record<string, (data: unknown) => unknown>>)[key];
  return translate && { name: type, args: [translate(data)] };
}
