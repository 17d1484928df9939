import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { type Backplane, presenceKey } from '../backplane/backplane.js';
import { lectureRoomId } from '../chat/room-id.js';
import type { Classroom } from '../classroom/classroom.js';
import type { RecordingFolder } from '../classroom/recording-folder.js';
import { Refusal } from '../protocol/errors.js';
import type { Recording } from '../store/store.js';
import { runningTime } from '../util/running-time.js';
import { convertRecording, requireConverter } from './convert-recording.js';
import type { MediaRooms } from './media-rooms.js';

/** Time in ms between two looks at the recordings that run or wait for their conversion. */
const ROUND_MS = 2000;
/** Time in ms without the media server after which a recording ends. */
const LOST_MS = 10_000;
/** Time in ms without a change after which files are complete, if the media server cannot be asked. */
const QUIET_MS = 60_000;
/** Time in ms after which a recording that could not be processed is tried again. */
const RETRY_MS = 10_000;
/** Time in ms for which a node keeps other nodes from converting the same recording. */
const CLAIM_MS = 30_000;

interface Services {
  classroom: Pick<Classroom, 'store' | 'recordings' | 'broadcaster'>;
  media: Pick<MediaRooms, 'carries' | 'endRecording'>;
  backplane: Backplane;
  /** A clock in ms since 1970, the same on all nodes. */
  clock(): number;
  log: { warn(fields: object, text: string): void; info(fields: object, text: string): void };
}

interface Claim {
  by: string;
  until: number;
}

/**
 * Ends recordings that take up too much or whose media server is lost, and converts those that have ended. Every node does
 * so, so that nothing remains of a node that dies.
 */
export class RecordingSupervisor {
  private readonly id = randomUUID();
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();
  private closed = false;
  /** Since when the media server does not carry a lecture that is recorded, by recording. */
  private readonly lostSince = new Map<number, number>();
  /** Why and when recordings could not be processed. Each reason is logged once. */
  private readonly failures = new Map<number, { reason: string; at: number }>();

  constructor(private readonly services: Services) {}

  /** @throws OptionsError if the folder cannot be used, or the converter is missing */
  async open(): Promise<void> {
    const { folder } = this.services.classroom.recordings;
    if (!folder) return;
    folder.check();
    await requireConverter();
    this.schedule(folder);
  }

  async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.timer);
    await this.running;
  }

  private schedule(folder: RecordingFolder): void {
    this.timer = setTimeout(() => {
      this.running = this.round(folder)
        .catch((err: unknown) => this.services.log.warn({ err }, 'could not process recordings'))
        .finally(() => {
          if (!this.closed) this.schedule(folder);
        });
    }, ROUND_MS).unref();
  }

  private async round(folder: RecordingFolder): Promise<void> {
    const { store, recordings } = this.services.classroom;
    await recordings.measure();
    const unfinished = await store.unfinishedRecordings();
    for (const id of this.failures.keys())
      if (!unfinished.some((recording) => recording.id === id)) this.failures.delete(id);
    for (const recording of unfinished) {
      if (this.closed) return;
      const failure = this.failures.get(recording.id);
      if (failure && runningTime() - failure.at < RETRY_MS) continue;
      try {
        if (recording.endedAt === undefined) await this.check(recording);
        else await this.finish(folder, recording, recording.endedAt);
        this.failures.delete(recording.id);
      } catch (err) {
        this.failed(recording, err);
      }
    }
  }

  /** The files of a recording stay as they are until a later round. */
  private failed({ id, lectureId }: Recording, err: unknown): void {
    // Apart from sizes, which change.
    const reason = String(err).replaceAll(/\d+/g, '');
    const known = this.failures.get(id)?.reason;
    this.failures.set(id, { reason, at: runningTime() });
    if (known === reason) return;
    this.services.log.warn(
      { lecture: lectureId, recording: id, err },
      'could not process a recording; trying again',
    );
  }

  private async check({ id, lectureId }: Recording): Promise<void> {
    const { classroom, media } = this.services;
    const { store, recordings } = classroom;
    const lecture = await store.lecture(lectureId);
    if (!lecture?.isLive) return recordings.end(lectureId, 'ended');
    if ((await recordings.fullBudget(lectureId)) !== undefined) return recordings.end(lectureId, 'full');
    if (await media.carries(lectureRoomId(lectureId))) {
      this.lostSince.delete(id);
      return;
    }
    const since = this.lostSince.get(id) ?? runningTime();
    this.lostSince.set(id, since);
    if (runningTime() - since < LOST_MS) return;
    this.lostSince.delete(id);
    await recordings.end(lectureId, 'lost');
  }

  private async finish(folder: RecordingFolder, recording: Recording, endedAt: number): Promise<void> {
    const { classroom, media, clock, log } = this.services;
    const roomId = lectureRoomId(recording.lectureId);
    // The next recording of the lecture can run already, in the same room and into another folder.
    const complete = await media.endRecording(roomId, folder.raw(recording));
    const { changedAt } = await folder.rawState(recording);
    // Files of a Janus that was killed do not change any more.
    if (!complete && clock() - Math.max(changedAt, endedAt) < QUIET_MS) return;
    await this.claiming(recording, async () => {
      const files = await convertRecording(folder, recording, log);
      try {
        await classroom.broadcaster.storeAndBroadcast({
          roomId,
          type: 'RecordingReady',
          change: (announcement) =>
            classroom.store.addRecordingFiles({ recordingId: recording.id, files }, undefined, announcement),
        });
      } catch (error) {
        if (!(error instanceof Refusal && error.code === 'not-found')) throw error;
        // It was deleted meanwhile.
        return folder.remove(recording);
      }
      await rm(folder.raw(recording), { recursive: true, force: true });
      // Those of users who were erased meanwhile.
      const stored = (await classroom.store.recordings(recording.lectureId)).find(
        ({ id }) => id === recording.id,
      );
      for (const { name } of files)
        if (!stored?.files.some((file) => file.name === name)) await folder.removeFile(recording, name);
      log.info({ lecture: recording.lectureId, files: files.length }, 'recording converted');
    });
  }

  /** Runs a task unless another node does so. */
  private async claiming({ id }: Recording, task: () => Promise<void>): Promise<void> {
    const { backplane, clock } = this.services;
    const key = presenceKey(`/recording/${id}`);
    const claim = (): Claim => ({ by: this.id, until: clock() + CLAIM_MS });
    const present = await backplane.get<Claim>(key);
    if (present && present.value.by !== this.id && present.value.until > clock()) return;
    let version = await backplane.compareAndSet(key, present?.version ?? 0, claim());
    if (version === undefined) return;
    const renewal = setInterval(() => {
      backplane
        .compareAndSet(key, version ?? 0, claim())
        .then((next) => {
          version = next;
        })
        .catch(() => {
          // The next renewal tries again.
        });
    }, CLAIM_MS / 3);
    try {
      await task();
    } finally {
      clearInterval(renewal);
      await backplane.compareAndSet(key, version ?? 0, undefined);
    }
  }
}
