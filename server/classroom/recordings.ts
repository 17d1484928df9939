import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RecordingState, Recording as WireRecording } from 'lectern-protocol';
import type { Options } from 'lectern-protocol/options';
import { lectureIdOf, lectureRoomId } from '../chat/room-id.js';
import type { DownloadLinks } from '../identity/download-links.js';
import { Refusal } from '../protocol/errors.js';
import type { Lecture, Recording, RecordingEnd, RecordingFile, Store, User } from '../store/store.js';
import type { Budget, BudgetMeter } from '../util/budget-meter.js';
import type { ChangeBroadcaster } from './change-broadcaster.js';
import { RecordingFolder } from './recording-folder.js';

export type RecordingOptions = Pick<Options, 'recordings' | 'recordingBytes' | 'lectureRecordingBytes'>;

/** Time in ms between two measurements of what recordings take up. */
const MEASURE_MS = 10_000;

interface Services {
  store: Pick<
    Store,
    | 'lecture'
    | 'oldRecordings'
    | 'deleteRecording'
    | 'recording'
    | 'recordings'
    | 'recordingBytes'
    | 'unfinishedRecordings'
    | 'endRecording'
  >;
  broadcaster: ChangeBroadcaster;
  links: DownloadLinks;
  budgets: BudgetMeter;
  options: RecordingOptions;
}

/** A recording that runs, as the media server makes it. */
export interface RunningRecording extends Recording {
  /** The folder into which the media server writes. */
  folder: string;
}

/** The user of a client whose streams are recorded. */
export type RecordedPerson = Pick<User, 'id' | 'name'>;

/** The recordings of lectures, within budgets. Without a folder, there are none. */
export class Recordings {
  readonly folder: RecordingFolder | undefined;
  private readonly budget: Budget;
  private readonly lectureBudget: Budget;
  private used = 0;
  private measuredAt = 0;

  constructor(private readonly services: Services) {
    const { options, budgets } = services;
    if (options.recordings !== '') this.folder = new RecordingFolder(options.recordings);
    this.budget = budgets.add('recording_bytes', {
      used: () => this.used,
      limit: options.recordingBytes,
      shared: true,
    });
    this.lectureBudget = budgets.add('lecture_recording_bytes');
  }

  /** @throws Refusal conflict if this server does not record */
  require(): RecordingFolder {
    if (this.folder) return this.folder;
    throw new Refusal('conflict', 'this server does not record; its operator can set the option recordings');
  }

  /** @throws Refusal full if there is no space for another recording */
  async requireSpace(lectureId: number): Promise<void> {
    const full = await this.fullBudget(lectureId);
    if (full === undefined) return;
    throw new Refusal(
      'full',
      full === 'disk'
        ? "the disk of this server's recordings is full; delete some of them, or ask its operator for more space"
        : 'the recordings take up the maximum; delete some of them first',
    );
  }

  /** Returns which budget is used up, if one is, or the disk. */
  async fullBudget(lectureId: number): Promise<'lecture' | 'all' | 'disk' | undefined> {
    const { store, options } = this.services;
    const { all, lecture } = await this.rawBytes(lectureId);
    this.used = all + (await store.recordingBytes());
    this.measuredAt = Date.now();
    // During the conversion, recordings take up twice their size.
    if (this.folder && (await this.folder.freeBytes()) < all) return 'disk';
    if (this.used >= options.recordingBytes) {
      this.budget.refused();
      return 'all';
    }
    if (lecture + (await store.recordingBytes(lectureId)) < options.lectureRecordingBytes) return undefined;
    this.lectureBudget.refused();
    return 'lecture';
  }

  /** Measures what all recordings take up, for /metrics, unless that was done a moment ago. */
  async measure(): Promise<void> {
    if (Date.now() - this.measuredAt < MEASURE_MS) return;
    this.measuredAt = Date.now();
    this.used = (await this.rawBytes(0)).all + (await this.services.store.recordingBytes());
  }

  /** Returns the state for those who join; undefined if this server does not record. */
  async stateOf({ recordingId }: Lecture): Promise<RecordingState | undefined> {
    if (!this.folder) return undefined;
    const found = recordingId === undefined ? undefined : await this.services.store.recording(recordingId);
    return found ? wireState(found) : { running: false };
  }

  /** Returns the recording of a room that runs. */
  async running(roomId: string): Promise<RunningRecording | undefined> {
    const { folder, services } = this;
    const lectureId = lectureIdOf(roomId);
    if (!folder || lectureId === undefined) return undefined;
    const recordingId = (await services.store.lecture(lectureId))?.recordingId;
    const found = recordingId === undefined ? undefined : await services.store.recording(recordingId);
    return found && { ...found, folder: folder.raw(found) };
  }

  /** Makes sure that the folder of a recording exists. */
  async prepare(recording: RunningRecording): Promise<void> {
    await this.folder?.create(recording);
  }

  /** Records whose streams those of a client are. */
  async notePerson({ folder }: RunningRecording, clientId: string, person: RecordedPerson): Promise<void> {
    await writeFile(join(folder, personFile(clientId)), JSON.stringify(person));
  }

  /** Ends the recording of a lecture, if one runs, and tells its members why. */
  async end(lectureId: number, reason: RecordingEnd): Promise<void> {
    const { store, broadcaster } = this.services;
    try {
      await broadcaster.storeAndBroadcast({
        roomId: lectureRoomId(lectureId),
        type: 'SetRecording',
        change: (announcement) => store.endRecording({ lectureId, reason }, undefined, announcement),
      });
    } catch (error) {
      // Another node, or the instructor, has ended it meanwhile.
      if (!(error instanceof Refusal && (error.code === 'conflict' || error.code === 'not-found')))
        throw error;
    }
  }

  /**
   * Deletes recordings that ended before a time, and files of lectures that do not exist any more, which remain if a node
   * dies while it deletes one. Returns the number of recordings.
   * @param before ms since 1970; undefined to delete no recording for its age
   */
  async deleteOld(before: number | undefined): Promise<number> {
    const { folder, services } = this;
    if (!folder) return 0;
    const { store, broadcaster } = services;
    for (const lectureId of await folder.lectures())
      if (!(await store.lecture(lectureId))) await folder.removeLecture(lectureId);
    if (before === undefined) return 0;
    let deleted = 0;
    for (
      let old = await store.oldRecordings(before);
      old.length > 0;
      old = await store.oldRecordings(before)
    ) {
      for (const { id: recordingId, lectureId } of old)
        await broadcaster.storeAndBroadcast({
          roomId: lectureRoomId(lectureId),
          type: 'DeleteRecording',
          change: (announcement) => store.deleteRecording({ recordingId }, undefined, announcement),
        });
      deleted += old.length;
    }
    return deleted;
  }

  /** Returns the recordings of a lecture, with links for a user. */
  async list(lectureId: number, userId: string): Promise<WireRecording[]> {
    const all = await this.services.store.recordings(lectureId);
    return all.map((recording) => ({
      recordingId: recording.id,
      state:
        recording.endedAt === undefined
          ? 'running'
          : recording.convertedAt === undefined
            ? 'converting'
            : 'ready',
      startedAt: new Date(recording.startedAt).toISOString(),
      ...(recording.endedAt !== undefined && { endedAt: new Date(recording.endedAt).toISOString() }),
      files: recording.files.map((file) => ({
        userId: file.userId,
        userName: file.userName,
        kind: file.kind,
        startsAt: Math.max(0, file.startedAt - recording.startedAt) / 1000,
        bytes: file.bytes,
        url: this.urlOf(file, userId),
      })),
    }));
  }

  private urlOf({ id, name }: RecordingFile, userId: string): string {
    return `recordings/${this.services.links.write({ fileId: id, userId })}/${name}`;
  }

  /** Bytes that the media server has recorded and that are not converted yet. */
  private async rawBytes(lectureId: number): Promise<{ all: number; lecture: number }> {
    const sum = { all: 0, lecture: 0 };
    for (const each of await this.services.store.unfinishedRecordings()) {
      const bytes = (await this.folder?.rawState(each))?.bytes ?? 0;
      sum.all += bytes;
      if (each.lectureId === lectureId) sum.lecture += bytes;
    }
    return sum;
  }
}

/** Name of the file beside those of a client that says whose they are. */
export const personFile = (clientId: string): string => `${clientId}.json`;

export const wireState = ({ starterId, startedAt, endedAt }: Recording): RecordingState =>
  endedAt === undefined
    ? { running: true, by: starterId, since: new Date(startedAt).toISOString() }
    : { running: false };
