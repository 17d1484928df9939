import type { RoomMember, ServerData, ServerMessageType } from 'lectern-protocol';
import type { Presence } from '../backplane/backplane.js';
import type { Announcer } from './announcer.js';
import type { Member } from './member.js';

const DELTA_MS = 50;
const LIST_MS = 250;

/** To whom a gathered change goes. */
export interface Audience {
  /** Sends to everyone of this room on this node who takes changes one by one, but the newcomers. */
  toDeltaClients<T extends ServerMessageType>(
    type: T,
    data: ServerData[T],
    except: ReadonlySet<string>,
  ): void;
  /** Tells those who have logged in, and take no changes one by one, who came and went. */
  tellParticipants(joined: Iterable<string>, left: Iterable<string>): void;
  /** Sends the whole list to those newcomers. */
  toNewcomers(newcomers: ReadonlySet<string>): void;
  /** Sends the whole list to everyone of this room on this node who wants lists. */
  listToPlainClients(): void;
  /** Tells one client what the room is like and who is in it. */
  tellInfo(client: Member): void;
}

/**
 * Gathers what changes in a room's membership: over 50 ms for clients that take changes, over 250 ms (and
 * so at most four times a second) for those that want lists. A thousand joins cost a few lists, not a thousand.
 */
export class Membership implements Announcer {
  private readonly came = new Map<string, RoomMember>();
  private readonly changed = new Map<string, RoomMember>();
  private readonly gone = new Set<string>();
  private readonly newcomers = new Set<string>();
  private deltaTimer: NodeJS.Timeout | undefined;
  private listTimer: NodeJS.Timeout | undefined;

  constructor(
    private readonly roomId: string,
    private readonly audience: Audience,
  ) {}

  expects({ id }: Member): void {
    this.newcomers.add(id);
    this.schedule();
  }

  joined(member: Presence): void {
    this.came.set(member.id, memberOf(member));
    this.schedule();
  }

  updated(member: Presence): void {
    const changes = this.came.has(member.id) ? this.came : this.changed;
    changes.set(member.id, memberOf(member));
    this.schedule();
  }

  left({ id }: Presence): void {
    this.newcomers.delete(id);
    this.changed.delete(id);
    // Who came and went within one gathering was never there for those who hear of it.
    if (!this.came.delete(id)) this.gone.add(id);
    this.schedule();
  }

  tell(client: Member): void {
    this.audience.tellInfo(client);
  }

  close(): void {
    clearTimeout(this.deltaTimer);
    clearTimeout(this.listTimer);
  }

  private schedule(): void {
    this.deltaTimer ??= setTimeout(() => this.sendDeltas(), DELTA_MS).unref();
    this.listTimer ??= setTimeout(() => {
      this.listTimer = undefined;
      this.audience.listToPlainClients();
    }, LIST_MS).unref();
  }

  private sendDeltas(): void {
    this.deltaTimer = undefined;
    const { roomId: room_id, newcomers, audience } = this;
    if (this.gone.size > 0)
      audience.toDeltaClients('client-left', { room_id, ids: [...this.gone] }, newcomers);
    if (this.came.size > 0) {
      audience.toDeltaClients('client-joined', { room_id, clients: [...this.came.values()] }, newcomers);
    }
    if (this.changed.size > 0) {
      audience.toDeltaClients('client-updated', { room_id, clients: [...this.changed.values()] }, newcomers);
    }
    audience.tellParticipants(this.came.keys(), this.gone);
    if (newcomers.size > 0) audience.toNewcomers(newcomers);
    this.gone.clear();
    this.came.clear();
    this.changed.clear();
    newcomers.clear();
  }
}

/** What the others in a room are told of a member. */
export const memberOf = ({ id, username, userId: user, role }: Presence): RoomMember => ({
  id,
  username,
  ...(user !== id && { user }),
  ...(role === 'viewer' && { role }),
});
