import { v4 as uuid } from 'uuid';
import type { Backplane, LogListener } from '../backplane/backplane.js';
import type { Operator } from '../classroom/audit-log.js';
import type { Classroom } from '../classroom/classroom.js';
import { Refusal } from '../protocol/errors.js';
import type { RoomSettingsService } from '../room-settings/room-settings.js';
import { USER_DATA_PARTS, type UserDataPart, type UserRecord } from '../store/store.js';
import type { Sessions } from './sessions.js';

/** The log in which nodes announce users whose sessions end. */
const ERASURES = 'erased-users';

/** Number of objects that are read at once. The audio of a voice message takes up to 1 MiB. */
const pageSize = (part: UserDataPart): number => (part === 'voiceMessages' ? 4 : 200);

const REASON = 'your data was deleted';

interface Services {
  classroom: Pick<Classroom, 'store' | 'membersChanged' | 'audit' | 'recordings'>;
  rooms: Pick<RoomSettingsService, 'delete' | 'end'>;
  sessions: Pick<Sessions, 'dropUserHere'>;
  backplane: Backplane;
  log: { error(fields: object, text: string): void };
}

interface Announcement {
  userId: string;
  /** The node that announced it and has already ended its own sessions. */
  by: string;
}

/** Exports and erases everything that is stored about a user. */
export class UserData implements LogListener {
  private readonly id = uuid();

  constructor(private readonly services: Services) {}

  /** Subscribes to announcements of other nodes. */
  async open(): Promise<void> {
    await this.services.backplane.subscribe(ERASURES, this);
  }

  async close(): Promise<void> {
    await this.services.backplane.unsubscribe(ERASURES, this);
  }

  /** Returns everything that is stored about a user as the parts of a JSON text. @throws Refusal not-found */
  async export(userId: string): Promise<AsyncGenerator<string>> {
    await this.requireData(userId);
    return this.jsonOf((await this.services.classroom.store.user(userId)) ?? { id: userId });
  }

  /** @throws Refusal not-found if nothing is stored about a user. Owners of rooms are not stored as users. */
  private async requireData(userId: string): Promise<void> {
    const { store } = this.services.classroom;
    if (await store.user(userId)) return;
    for (const part of USER_DATA_PARTS) {
      if ((await store.userData(userId, part, { limit: 1 })).items.length > 0) return;
    }
    throw new Refusal('not-found', 'nothing is stored about this user');
  }

  private async *jsonOf(user: { id: string }): AsyncGenerator<string> {
    yield `{"user":${JSON.stringify(user)}`;
    for (const part of USER_DATA_PARTS) {
      yield `,"${part}":[`;
      let separator = '';
      for await (const record of this.records(user.id, part)) {
        yield separator + JSON.stringify(record);
        separator = ',';
      }
      yield ']';
    }
    yield '}';
  }

  private async *records(userId: string, part: UserDataPart): AsyncGenerator<UserRecord> {
    let after: number | undefined = 0;
    while (after !== undefined) {
      const page = await this.services.classroom.store.userData(userId, part, {
        after,
        limit: pageSize(part),
      });
      yield* page.items;
      after = page.after;
    }
  }

  private async all(userId: string, part: UserDataPart): Promise<UserRecord[]> {
    const all: UserRecord[] = [];
    for await (const record of this.records(userId, part)) all.push(record);
    return all;
  }

  /**
   * Ends the user's sessions on all nodes, and erases what is stored about the user.
   * @throws Refusal not-found, or conflict if the user is the last instructor of a class
   */
  async erase(userId: string, by: Operator): Promise<void> {
    const { classroom, rooms, sessions, backplane } = this.services;
    const { store } = classroom;
    await this.requireData(userId);
    const classes = await this.all(userId, 'memberships');
    const owned = await this.all(userId, 'rooms');
    const recorded = await this.all(userId, 'recordings');
    // Rejects before the sessions end if the user is the last instructor of a class.
    let { done } = (await store.eraseUser({ userId })).value;
    const announcement: Announcement = { userId, by: this.id };
    await sessions.dropUserHere(userId, REASON);
    await backplane.publish(ERASURES, JSON.stringify(announcement));
    for (const { roomId } of owned) {
      await rooms.delete(String(roomId));
      await rooms.end(String(roomId));
    }
    while (!done) ({ done } = (await store.eraseUser({ userId })).value);
    for (const { lectureId, recordingId, file } of recorded) {
      const named = { id: Number(recordingId), lectureId: Number(lectureId) };
      await classroom.recordings.folder?.removeFile(named, String(file));
    }
    await classroom.audit.recordOperator('erase-user', {}, by);
    for (const { classUuid } of classes) classroom.membersChanged(String(classUuid));
  }

  /** Handles an announcement of another node. */
  deliver(text: string): void {
    const { userId, by } = JSON.parse(text) as Announcement;
    if (by === this.id) return;
    this.services.sessions
      .dropUserHere(userId, REASON)
      .catch((err) => this.services.log.error({ err }, 'the sessions of an erased user could not be ended'));
  }

  /** Clients for whom an announcement was missed stay connected. They are in no class any more. */
  gap(): void {}
}
