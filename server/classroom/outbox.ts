import type { ServerMessageType } from 'lectern-protocol';
import { type Backplane, mailboxLog, roomLog } from '../backplane/backplane.js';
import { Refusal } from '../protocol/errors.js';
import type { DueAnnouncement, Store } from '../store/store.js';
import type { Account } from '../util/account.js';
import type { Budget, BudgetMeter } from '../util/budget-meter.js';
import { type Announcer, type Announcers, envelopeTo, letterTo, type Payload } from './announced.js';

/** Time in ms in which announcements are gathered that are then removed from the outbox. */
const REMOVE_MS = 250;

/** Interval in ms in which the outbox is searched for announcements that another node has left behind. */
const SWEEP_MS = 2000;

/** Maximum number of announcements that one call reads or removes. */
const BATCH = 500;

/** Maximum number of overdue announcements, beyond which changes are refused. */
const MAX_OVERDUE = BATCH;

interface Services {
  store: Pick<Store, 'dueAnnouncements' | 'removeAnnouncements'>;
  backplane: Backplane;
  budgets: BudgetMeter;
  log: { error(fields: object, text: string): void };
}

/** An announcement that is in the log, or in the mailboxes of its receivers, now. */
interface Told {
  payload: Payload<ServerMessageType>;
  /** The announcement, and earlier ones that were missing in the log. */
  done: DueAnnouncement[];
}

/**
 * The announcements of stored changes. The store adds an announcement in the transaction of its change, and it is removed
 * after the log contains it. So an announcement is not lost if a node dies or loses Redis after a change: the repeated
 * request or any other node appends it, and the log accepts it once and in the order of the changes.
 */
export class Outbox {
  /** IDs of announcements that are complete, and will be removed. */
  private readonly completed = new Set<number>();
  /** IDs of the announcements that the previous sweep has found. */
  private seen: ReadonlySet<number> | undefined;
  private overdue = 0;
  private sweeping: Promise<void> | undefined;
  private closed = false;
  private readonly budget: Budget;
  private removal: NodeJS.Timeout | undefined;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly services: Services,
    private readonly announcers: Announcers,
  ) {
    this.budget = services.budgets.add('overdue_announcements', {
      used: () => this.overdue,
      limit: MAX_OVERDUE,
      shared: true,
    });
  }

  /** Announces what an earlier process has left behind, and from time to time what other nodes have. */
  open(): void {
    const sweep = () => {
      this.sweeping ??= this.sweep().finally(() => {
        this.sweeping = undefined;
      });
    };
    sweep();
    this.timer = setInterval(sweep, SWEEP_MS).unref();
  }

  async close(): Promise<void> {
    this.closed = true;
    clearInterval(this.timer);
    clearTimeout(this.removal);
    await this.sweeping;
    // The next node that sweeps finds out that the log contains what remains.
    await this.remove().catch(() => {});
  }

  /** @throws Refusal unavailable if too many changes were not announced yet */
  checkBacklog(): void {
    if (this.overdue < MAX_OVERDUE) return;
    this.budget.refused();
    throw new Refusal('unavailable', 'earlier changes have not been announced yet; try again later');
  }

  /** Returns the payload of an announcement. */
  async payloadOf(announcement: DueAnnouncement): Promise<Payload<ServerMessageType>> {
    return this.announcerOf(announcement).payload(announcement);
  }

  /** Announces a change that was made just now. Must be called under the lock of the log if other nodes make changes. */
  async announce(announcement: DueAnnouncement, account: Account | undefined): Promise<Told> {
    const payload = await this.append(announcement, false, account);
    if (payload) return { payload, done: [announcement] };
    // A node has made the previous change and died. This change is prepared again, since it follows that one.
    const { previous, ...rest } = announcement;
    const earlier = await this.announceOverdue(announcement.roomId, announcement.id);
    return {
      payload: (await this.append(rest, false, account)) as Payload<ServerMessageType>,
      done: [...earlier.done, announcement],
    };
  }

  /**
   * Announces the changes in a room that its log lacks. Must be called under the lock of the log.
   * @param before ID before which to stop
   * @returns the announcements that were appended, and all that must be completed
   */
  async announceOverdue(
    roomId: string,
    before = Number.POSITIVE_INFINITY,
  ): Promise<{ appended: Set<number>; done: DueAnnouncement[] }> {
    const { backplane, log } = this.services;
    const last = await backplane.lastAnnounced(roomLog(roomId));
    const done: DueAnnouncement[] = [];
    const appended = new Set<number>();
    for await (const { previous, ...announcement } of this.dueIn(roomId)) {
      if (announcement.id >= before) break;
      if (this.completed.has(announcement.id)) continue;
      done.push(announcement);
      // The members of a log that has started over have received the current state.
      if (announcement.epoch !== last.epoch || announcement.id <= last.id) continue;
      try {
        await this.append(announcement, true, undefined);
        appended.add(announcement.id);
      } catch (err) {
        if (isUnavailable(err)) throw err;
        log.error({ err, type: announcement.type }, 'a change could not be announced');
      }
    }
    return { appended, done };
  }

  private async *dueIn(roomId: string): AsyncGenerator<DueAnnouncement> {
    let page: DueAnnouncement[];
    let after = 0;
    do {
      page = await this.services.store.dueAnnouncements({ roomId, after, limit: BATCH });
      yield* page;
      after = page.at(-1)?.id ?? 0;
    } while (page.length === BATCH);
  }

  /** Does what follows a broadcast, and removes the announcement later. Must be called without the lock of the log. */
  async complete(announcement: DueAnnouncement): Promise<void> {
    await this.announcerOf(announcement).complete?.(announcement);
    this.completed.add(announcement.id);
    if (!this.closed) this.removal ??= setTimeout(() => this.removeCompleted(), REMOVE_MS).unref();
  }

  /**
   * Appends an announcement to its log, or to the mailboxes of its receivers, unless they contain it.
   * @returns undefined if the log lacks the previous one
   */
  private async append(
    announcement: DueAnnouncement,
    isLate: boolean,
    account: Account | undefined,
  ): Promise<Payload<ServerMessageType> | undefined> {
    const { roomId, type, request } = announcement;
    const announcer = this.announcerOf(announcement);
    await announcer.prepare?.(announcement, isLate);
    const payload = await announcer.payload(announcement);
    if (announcer.receivers) {
      const receivers = await announcer.receivers(announcement);
      await this.deliver(announcement, payload, receivers, account);
      return payload;
    }
    const envelope = envelopeTo(roomId, type as ServerMessageType, payload);
    const { backplane } = this.services;
    const told = await backplane.announce(roomLog(roomId), envelope, announcement, request, account);
    return told ? payload : undefined;
  }

  /** Appends an announcement to the mailboxes of its receivers, except to those that contain it. */
  private async deliver(
    { id, type }: DueAnnouncement,
    payload: Payload<ServerMessageType>,
    receivers: readonly string[],
    account: Account | undefined,
  ): Promise<void> {
    const append = (clientId: string) => {
      const envelope = letterTo(clientId, type as ServerMessageType, payload);
      const request = `announcement ${id}`;
      return this.services.backplane.append(mailboxLog(clientId), envelope, undefined, request, account);
    };
    await Promise.all(receivers.map(append));
  }

  // The store has the value of the change that belongs to the type.
  private announcerOf({ type }: DueAnnouncement): Announcer<Pick<DueAnnouncement, 'value' | 'about'>> {
    return this.announcers[type as keyof Announcers] as Announcer<unknown>;
  }

  /** Announces what no node has announced since the previous sweep. Never rejects. */
  private async sweep(): Promise<void> {
    const { store, log } = this.services;
    try {
      const due = await store.dueAnnouncements({ limit: BATCH });
      const { seen } = this;
      const overdue = due.filter(({ id }) => !this.completed.has(id) && (!seen || seen.has(id)));
      this.seen = new Set(due.map(({ id }) => id));
      this.overdue = overdue.length;
      const rooms = new Set(overdue.map(({ roomId }) => roomId));
      await Promise.all([...rooms].map((roomId) => this.sweepRoom(roomId)));
    } catch (err) {
      // The next sweep tries again.
      if (!isUnavailable(err)) log.error({ err }, 'changes could not be announced');
    }
  }

  private async sweepRoom(roomId: string): Promise<void> {
    const announce = () => this.announceOverdue(roomId);
    const { done } = await this.services.backplane.withLogLock(roomLog(roomId), announce, 'announce');
    for (const each of done) await this.complete(each);
  }

  private removeCompleted(): void {
    this.removal = undefined;
    this.remove().catch(() => {
      // The database does not answer.
      if (!this.closed) this.removal ??= setTimeout(() => this.removeCompleted(), SWEEP_MS).unref();
    });
  }

  private async remove(): Promise<void> {
    const all = [...this.completed];
    for (let i = 0; i < all.length; i += BATCH) {
      const ids = all.slice(i, i + BATCH);
      await this.services.store.removeAnnouncements({ ids });
      for (const id of ids) this.completed.delete(id);
    }
  }
}

const isUnavailable = (error: unknown): boolean => error instanceof Refusal && error.code === 'unavailable';
