import type { RoomMember, ServerData, ServerMessageType } from 'lectern-protocol';
import type { Presence } from '../backplane/backplane.js';
import type { Announcer } from './announcer.js';
import type { Member } from './member.js';

const DELTA_MS = 50;
const LIST_MS = 250;

/** The receivers of collected membership changes: the clients of a room on this node. */
export interface MembershipAudience {
  /** Sends a change to the clients that receive changes one by one, except for newcomers. */
  toDeltaClients<T extends ServerMessageType>(
    type: T,
    data: ServerData[T],
    except: ReadonlySet<string>,
  ): void;
  /** Sends joins and leaves to the other clients that have logged in. */
  tellParticipants(joined: Iterable<string>, left: Iterable<string>): void;
  /** Sends the whole list to newcomers that receive changes one by one. */
  toNewcomers(newcomers: ReadonlySet<string>): void;
  /** Sends the whole list to the clients that receive lists. */
  listToPlainClients(): void;
  /** Sends the room's settings and members to one client. */
  tellInfo(client: Member): void;
}

/**
 * Collects membership changes for 50 ms for clients that receive changes, and for 250 ms (at most four times a second)
 * for clients that receive lists. A thousand joins cost a few lists, not a thousand.
 */
export class MembershipAnnouncer implements Announcer {
  private readonly came = new Map<string, RoomMember>();
  private readonly changed = new Map<string, RoomMember>();
  private readonly gone = new Set<string>();
  private readonly newcomers = new Set<string>();
  private deltaTimer: NodeJS.Timeout | undefined;
  private listTimer: NodeJS.Timeout | undefined;

  constructor(
    private readonly roomId: string,
    private readonly audience: MembershipAudience,
  ) {}

  memberAdded({ id }: Member): void {
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
    // A member that joined and left meanwhile is not announced at all.
    if (!this.came.delete(id)) this.gone.add(id);
    this.schedule();
  }

  sendState(client: Member): void {
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

/** A member as the others in the room see it. */
export const memberOf = ({ id, username, userId: user, role }: Presence): RoomMember => ({
  id,
  username,
  ...(user !== id && { user }),
  ...(role === 'viewer' && { role }),
});
