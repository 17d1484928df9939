import type { StoppableMedia } from 'lectern-protocol';
import { type Backplane, mailboxLog, type Presence, roomLog } from '../backplane/backplane.js';
import { roomAddress } from '../protocol/address.js';
import { encode } from '../protocol/codec.js';
import { Refusal } from '../protocol/errors.js';
import type { Account } from '../util/account.js';

/** An order to the clients in a room to stop a microphone, camera or shared screen. */
export interface StopOrder {
  roomId: string;
  media: StoppableMedia;
  /** The user whose clients must stop; everyone if undefined. */
  user: string | undefined;
  /** Users who are not concerned if everyone must stop. */
  except: string[];
  /** The name of who gives the order, as the clients receive it. */
  by: string;
}

interface Services {
  media: {
    stop(roomId: string, media: StoppableMedia, concerns: (member: Presence) => boolean): Promise<void>;
  };
  backplane: Pick<Backplane, 'append' | 'members'>;
}

/**
 * Stops streams at the media server, and asks the clients to stop them.
 * @param request the request that causes it, see requestKey; a repeated one has no further effect
 * @param account whose budget the messages count toward; that of the server if undefined
 * @throws Refusal not-found if the user is not in the room
 */
export async function orderStop(
  { media: mediaRooms, backplane }: Services,
  { roomId, media, user, except, by }: StopOrder,
  request?: string,
  account?: Account,
): Promise<void> {
  const told = { room_id: roomId, media, by };
  if (user === undefined) {
    await mediaRooms.stop(roomId, media, ({ userId }) => !except.includes(userId));
    const envelope = encode('server', roomAddress(roomId), 'stop-media', { ...told, except });
    await backplane.append(roomLog(roomId), envelope, undefined, request, account);
    return;
  }
  const clients = (await backplane.members(roomId)).filter(({ userId }) => userId === user);
  if (clients.length === 0) throw new Refusal('not-found', 'the user is not in the room');
  await mediaRooms.stop(roomId, media, ({ userId }) => userId === user);
  for (const { id } of clients) {
    const envelope = encode('server', id, 'stop-media', told);
    await backplane.append(mailboxLog(id), envelope, undefined, request, account);
  }
}
