import type { Options } from 'lectern-protocol/options';
import { Refusal } from '../protocol/errors.js';
import type { RoomSettingsService } from '../room-settings/room-settings.js';
import { CANCELED_MS } from '../store/store.js';
import type { Classroom } from './classroom.js';

const HOUR_MS = 60 * 60_000;
const DAY_MS = 24 * HOUR_MS;
/** Time in ms after the start at which the first round begins, when clients have resumed their sessions. */
const FIRST_MS = 60_000;

interface Services {
  classroom: Pick<Classroom, 'store' | 'deletions' | 'recordings'>;
  rooms: RoomSettingsService;
  options: Pick<
    Options,
    | 'chatRetention'
    | 'attendanceRetention'
    | 'recordingRetention'
    | 'classRetention'
    | 'guestClassRetention'
    | 'guestRoomRetention'
  >;
  /** Whether all users are guests. */
  openMode: boolean;
  /** Counts deleted objects. */
  metrics: { expired(kind: ExpiredKind, count: number): void };
  log: { info(fields: object, text: string): void; error(fields: object, text: string): void };
}

/** Kinds of objects that are deleted by age. */
export const EXPIRED_KINDS = ['messages', 'attendance', 'recordings', 'classes', 'rooms'] as const;
export type ExpiredKind = (typeof EXPIRED_KINDS)[number];

/** Deletes what is older than the operator wants, and what guests have stored and not used for a long time. */
export class Retention {
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly services: Services) {}

  open(): void {
    this.timer = setTimeout(() => this.round(), FIRST_MS).unref();
  }

  async close(): Promise<void> {
    clearTimeout(this.timer);
    await this.services.rooms.saveUse().catch(() => {});
  }

  private round(): void {
    this.run()
      .catch((err) => this.services.log.error({ err }, 'old data could not be deleted'))
      .finally(() => {
        this.timer = setTimeout(() => this.round(), HOUR_MS).unref();
      });
  }

  /** Deletes everything that is due. */
  async run(now = Date.now()): Promise<void> {
    const { classroom, rooms, options, openMode, metrics, log } = this.services;
    const { store, deletions } = classroom;
    await rooms.saveUse();
    const counts: Record<ExpiredKind, number> = {
      messages: 0,
      attendance: 0,
      recordings: 0,
      classes: 0,
      rooms: 0,
    };
    const count = (kind: ExpiredKind, deleted: number): void => {
      counts[kind] += deleted;
      metrics.expired(kind, deleted);
    };
    /** Returns the time before which something is too old; undefined if it is kept. */
    const limit = (days: number): number | undefined => (days > 0 ? now - days * DAY_MS : undefined);
    const inBatches = async (
      kind: ExpiredKind,
      days: number,
      remove: (given: { before: number }) => Promise<{ value: number }>,
    ): Promise<void> => {
      const before = limit(days);
      if (before === undefined) return;
      for (let deleted = 1; deleted > 0; count(kind, deleted)) deleted = (await remove({ before })).value;
    };
    await inBatches('messages', options.chatRetention, (given) => store.deleteOldChat(given));
    await inBatches('attendance', options.attendanceRetention, (given) => store.deleteOldAttendance(given));
    const recordedBefore = limit(options.recordingRetention);
    const recordings = await classroom.recordings.deleteOld(recordedBefore);
    if (recordings > 0) count('recordings', recordings);
    await store.deleteOldCancellations({ before: now - CANCELED_MS });
    const usedBefore = limit(this.classDays);
    if (usedBefore !== undefined) {
      for (const uuid of await store.unusedClasses(usedBefore)) {
        await unlessGone(() => deletions.deleteClass(uuid));
        count('classes', 1);
      }
    }
    const joinedBefore = limit(openMode ? options.guestRoomRetention : 0);
    if (joinedBefore !== undefined) {
      for (const id of await store.unusedRooms(joinedBefore)) {
        // Its clients joined long ago, and are still there.
        if ((await rooms.count(id)) > 0) continue;
        await unlessGone(() => rooms.delete(id));
        await rooms.end(id);
        count('rooms', 1);
      }
    }
    if (Object.values(counts).some((deleted) => deleted > 0)) log.info(counts, 'old data deleted');
  }

  /** The days after which an unused class is deleted; 0 if it is kept. */
  private get classDays(): number {
    const { options, openMode } = this.services;
    const all = [options.classRetention, openMode ? options.guestClassRetention : 0];
    const given = all.filter((days) => days > 0);
    return given.length === 0 ? 0 : Math.min(...given);
  }
}

/** Ignores that another node, or the owner, has deleted an object meanwhile. */
async function unlessGone(remove: () => Promise<unknown>): Promise<void> {
  try {
    await remove();
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'not-found') throw error;
  }
}
