import type { RoomMember, ServerData, ServerMessageType } from 'lectern-protocol';
import type { Presence } from '../backplane/backplane.js';
import type { Frame } from '../delivery/frame.js';
import { ByteBucket } from '../util/byte-bucket.js';
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
  /** Sends a join or leave to the other clients that have logged in and receive whole lists. */
  tellParticipants(action: 'join' | 'leave', member: Presence): void;
  /** Sends the whole list to newcomers that receive changes one by one. */
  toNewcomers(newcomers: ReadonlySet<string>): void;
  /** IDs of the clients that receive whole lists: those that have sent a message. */
  plainClients(): Iterable<string>;
  /** The whole list. */
  listFrame(): Frame;
  /** Sends a frame to a client, if it is a member on this node. */
  sendTo(clientId: string, frame: Frame): void;
  /** Sends the room's settings and members to one client. */
  tellInfo(client: Member): void;
}

/**
 * Collects membership changes for 50 ms for clients that receive changes, and for 250 ms (at most four times a second)
 * for clients that receive lists. A thousand joins cost a few lists, not a thousand. Lists have a rate of bytes: in a
 * large room, the clients receive the latest list one after the other.
 */
export class MembershipAnnouncer implements Announcer {
  private readonly came = new Map<string, RoomMember>();
  private readonly changed = new Map<string, RoomMember>();
  private readonly gone = new Set<string>();
  private readonly newcomers = new Set<string>();
  private deltaTimer: NodeJS.Timeout | undefined;
  private listTimer: NodeJS.Timeout | undefined;
  /** Clients without deltas that have not received a list yet. */
  private readonly unlisted = new Set<string>();
  /** Clients whose list is not the latest, in the order in which they receive it. */
  private readonly outdated = new Set<string>();
  private listChanged = false;
  private readonly listBytes: ByteBucket;

  /** @param listBytes maximum rate of lists in bytes per second */
  constructor(
    private readonly roomId: string,
    private readonly audience: MembershipAudience,
    listBytes: number,
  ) {
    this.listBytes = new ByteBucket(listBytes);
  }

  memberAdded(member: Member): void {
    this.newcomers.add(member.id);
    this.scheduleDeltas();
    // The others need a list because the member has joined, which can have been reported a moment ago.
    if (member.hasSpoken) this.memberSpoke(member);
  }

  memberSpoke({ id, deltas }: Member): void {
    if (deltas) return;
    this.unlisted.add(id);
    this.outdated.add(id);
    this.scheduleLists();
  }

  joined(member: Presence): void {
    this.came.set(member.id, memberOf(member));
    // Not collected: it precedes the member's first message, and a login's list contains the earlier ones.
    this.audience.tellParticipants('join', member);
    this.schedule();
  }

  updated(member: Presence): void {
    const changes = this.came.has(member.id) ? this.came : this.changed;
    changes.set(member.id, memberOf(member));
    this.schedule();
  }

  left(member: Presence): void {
    const { id } = member;
    this.newcomers.delete(id);
    this.unlisted.delete(id);
    this.outdated.delete(id);
    this.changed.delete(id);
    // A member that joined and left meanwhile is not announced at all.
    if (!this.came.delete(id)) this.gone.add(id);
    this.audience.tellParticipants('leave', member);
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
    this.scheduleDeltas();
    this.listChanged = true;
    this.scheduleLists();
  }

  private scheduleDeltas(): void {
    this.deltaTimer ??= setTimeout(() => this.sendDeltas(), DELTA_MS).unref();
  }

  private scheduleLists(): void {
    this.listTimer ??= setTimeout(() => this.sendLists(), LIST_MS).unref();
  }

  /** Sends the latest list to newcomers and, as far as the rate allows, to the other clients. */
  private sendLists(): void {
    this.listTimer = undefined;
    const { audience, unlisted, outdated, listBytes } = this;
    // Clients that still wait for an earlier change keep their turn.
    if (this.listChanged) for (const id of audience.plainClients()) outdated.add(id);
    this.listChanged = false;
    if (outdated.size === 0) {
      unlisted.clear();
      return;
    }
    if (unlisted.size === 0 && listBytes.waitMs > 0) {
      this.scheduleLists();
      return;
    }
    const frame = audience.listFrame();
    // Newcomers do not use up the rate, so that somebody who joins again and again does not delay the lists of others.
    for (const id of unlisted) {
      outdated.delete(id);
      audience.sendTo(id, frame);
    }
    unlisted.clear();
    for (const id of outdated) {
      if (listBytes.waitMs > 0) break;
      outdated.delete(id);
      listBytes.spend(frame.wire.length);
      audience.sendTo(id, frame);
    }
    if (outdated.size > 0) this.scheduleLists();
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
