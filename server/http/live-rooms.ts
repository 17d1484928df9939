import type { Presence } from '../backplane/backplane.js';
import { Refusal } from '../protocol/errors.js';
import type { RoomSettingsService } from '../room-settings/room-settings.js';
import type { LiveConnection } from '../session/live-client.js';
import type { LiveState } from '../session/live-state.js';
import { PAGE, type RoomSettings } from '../store/store.js';
import { type ListQuery, pageOf } from './list-query.js';

/** The query string of a request for a page of a list in the order of its IDs. */
export interface CursorQuery {
  Querystring: { after?: string; limit?: ListQuery['Querystring']['limit'] };
}

/** Returns the items after the cursor. Those that come or go meanwhile do not shift the others. */
function pageAfter<T>(
  items: readonly T[],
  idOf: (item: T) => string,
  { after, ...query }: CursorQuery['Querystring'],
): { items: T[]; after?: string } {
  const { limit = PAGE.defaultSize } = pageOf(query);
  const sorted = items.filter((item) => after === undefined || idOf(item) > after);
  sorted.sort((a, b) => (idOf(a) < idOf(b) ? -1 : 1));
  const page = sorted.slice(0, Math.min(limit, PAGE.maxSize));
  const last = page.at(-1);
  return { items: page, ...(last !== undefined && page.length < sorted.length && { after: idOf(last) }) };
}

/** The members of a room as the HTTP API shows them. */
const wireClient = ({ id, userId: user, username, role }: Presence, connection?: LiveConnection) => ({
  id,
  user,
  username,
  role,
  ...(connection && { connection: wireConnection(connection) }),
});

const wireConnection = ({ transport, roundTripMs, queuedBytes, media }: LiveConnection) => ({
  transport,
  ...(roundTripMs !== undefined && { round_trip_ms: roundTripMs }),
  queued_bytes: queuedBytes,
  ...(media && { media }),
});

interface Services {
  live: Pick<LiveState, 'rooms' | 'connections'>;
  rooms: RoomSettingsService;
  /** Returns a room's settings as the HTTP API shows them. */
  whole(room: RoomSettings, count: number): object;
}

/** The rooms in which clients are, and these clients, on all nodes. */
export class LiveRooms {
  constructor(private readonly services: Services) {}

  /** Returns a page of the rooms that are not empty. @throws Refusal unavailable if a node does not answer */
  async list(query: CursorQuery['Querystring']) {
    const { items, ...rest } = pageAfter(await this.services.live.rooms(), ({ id }) => id, query);
    const rooms = await Promise.all(
      items.map(async ({ id, clients }) =>
        this.described(id, await this.services.rooms.settings(id), clients),
      ),
    );
    return { rooms, ...rest };
  }

  /** Returns a room with a page of its clients. @throws Refusal not-found if it has neither clients nor settings */
  async show(id: string, query: CursorQuery['Querystring']) {
    const { live, rooms } = this.services;
    const [settings, members, connections] = await Promise.all([
      rooms.settings(id),
      rooms.members(id),
      live.connections(id),
    ]);
    if (!settings && members.length === 0) {
      throw new Refusal('not-found', `no clients are in room '${id}', and it has no settings`);
    }
    const { items, ...rest } = pageAfter(members, (member) => member.id, query);
    const clients = items.map((member) => wireClient(member, connections.get(member.id)));
    return { room: this.described(id, settings, members.length), clients, ...rest };
  }

  private described(id: string, settings: RoomSettings | undefined, count: number) {
    return settings ? this.services.whole(settings, count) : { room_id: id, count };
  }
}
