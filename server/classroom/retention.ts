import type { Options } from 'lectern-protocol/options';
import { Refusal } from '../protocol/errors.js';
import type { RoomSettingsService } from '../room-settings/room-settings.js';
import type { Classroom } from './classroom.js';

const HOUR_MS = 60 * 60_000;
const DAY_MS = 24 * HOUR_MS;
/** Time in ms after the start at which the first round begins, when clients have resumed their sessions. */
const FIRST_MS = 60_000;

interface Services {
  classroom: Pick<Classroom, 'store' | 'deletions'>;
  rooms: RoomSettingsService;
  options: Pick<Options, 'chatRetention' | 'guestClassRetention' | 'guestRoomRetention'>;
  /** Whether all users are guests. */
  openMode: boolean;
  log: { info(fields: object, text: string): void; error(fields: object, text: string): void };
}

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
    const { classroom, rooms, options, openMode, log } = this.services;
    const { store, deletions } = classroom;
    await rooms.saveUse();
    const counts = { messages: 0, classes: 0, rooms: 0 };
    if (options.chatRetention > 0) {
      const before = now - options.chatRetention * DAY_MS;
      for (let deleted = 1; deleted > 0; counts.messages += deleted) {
        deleted = (await store.deleteOldChat({ before })).value;
      }
    }
    if (openMode && options.guestClassRetention > 0) {
      const unused = await store.unusedClasses(now - options.guestClassRetention * DAY_MS);
      for (const uuid of unused) await unlessGone(() => deletions.deleteClass(uuid));
      counts.classes = unused.length;
    }
    if (openMode && options.guestRoomRetention > 0) {
      for (const id of await store.unusedRooms(now - options.guestRoomRetention * DAY_MS)) {
        // Its clients joined long ago, and are still there.
        if ((await rooms.count(id)) > 0) continue;
        await unlessGone(() => rooms.delete(id));
        await rooms.end(id);
        counts.rooms++;
      }
    }
    if (counts.messages + counts.classes + counts.rooms > 0) log.info(counts, 'old data deleted');
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
