import type { RoomMember, ServerData, ServerMessageType } from '../../schemas/generated/messages.js';

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
}

/**
 * Gathers what changes in a room's membership: over 50 ms for clients that take changes, over 250 ms (and
 * so at most four times a second) for those that want lists. A thousand joins cost a few lists, not a thousand.
 */
export class Membership {
  private readonly joined = new Map<string, RoomMember>();
  private readonly updated = new Map<string, RoomMember>();
  private readonly left = new Set<string>();
  private readonly newcomers = new Set<string>();
  private deltaTimer: NodeJS.Timeout | undefined;
  private listTimer: NodeJS.Timeout | undefined;

  constructor(
    private readonly roomId: string,
    private readonly audience: Audience,
  ) {}

  /** A client of this node came in and has not been told who is here. */
  expects(clientId: string): void {
    this.newcomers.add(clientId);
    this.schedule();
  }

  join(member: RoomMember): void {
    this.joined.set(member.id, member);
    this.schedule();
  }

  update(member: RoomMember): void {
    if (this.joined.has(member.id)) this.joined.set(member.id, member);
    else this.updated.set(member.id, member);
    this.schedule();
  }

  leave(clientId: string): void {
    this.newcomers.delete(clientId);
    this.updated.delete(clientId);
    // Who came and went within one gathering was never there for those who hear of it.
    if (!this.joined.delete(clientId)) this.left.add(clientId);
    this.schedule();
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
    if (this.left.size > 0)
      audience.toDeltaClients('client-left', { room_id, ids: [...this.left] }, newcomers);
    if (this.joined.size > 0) {
      audience.toDeltaClients('client-joined', { room_id, clients: [...this.joined.values()] }, newcomers);
    }
    if (this.updated.size > 0) {
      audience.toDeltaClients('client-updated', { room_id, clients: [...this.updated.values()] }, newcomers);
    }
    audience.tellParticipants(this.joined.keys(), this.left);
    if (newcomers.size > 0) audience.toNewcomers(newcomers);
    this.left.clear();
    this.joined.clear();
    this.updated.clear();
    newcomers.clear();
  }
}
