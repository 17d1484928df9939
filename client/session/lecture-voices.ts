import type { Lecture } from '../lecture.js';
import { Manager } from '../manager.js';
import type { ManagerOptions } from '../manager-options.js';
import type { Signaler } from '../signaler.js';
import { Holds } from './holds.js';
import type { LectureSession, LectureSessionState } from './lecture-session.js';
import type { MediaOptions } from './media-state.js';
import { RoomMedia } from './room-media.js';

export interface LectureVoicesOptions extends MediaOptions, Pick<ManagerOptions, 'iceTransportPolicy'> {
  /** Whether to open the microphone after joining. Default false: this client listens until `setMicrophone(true)`. */
  microphone?: boolean | undefined;
}

/**
 * The voices of a lecture as state for views, with the cameras and screens of its members. Only those who are allowed to
 * speak are heard and seen, and others are muted. When another user starts to record the lecture, this client sends nothing until the user
 * turns it on again, and so agrees to be recorded.
 */
export class LectureVoices extends RoomMedia {
  readonly #session: LectureSession;
  readonly #options: LectureVoicesOptions;
  readonly #holds = new Holds(
    () => this.#follow(),
    () => this.#stopFollowing(),
  );
  #stopFollowing = () => {};
  #lecture: Lecture | undefined;
  #before: LectureSessionState | undefined;

  /** Does not connect yet, and uses nothing of the browser. */
  constructor(session: LectureSession, options: LectureVoicesOptions = {}) {
    super(options, '', false);
    this.#session = session;
    this.#options = options;
  }

  /** Joins the voices whenever the session is in the lecture, until the returned function is called, like its `join`. */
  readonly join = (): (() => void) => this.#holds.hold();

  #follow(): void {
    const stop = this.#session.state.subscribe(() => this.#show());
    this.#stopFollowing = () => {
      stop();
      this.#end();
    };
    this.#show();
  }

  #show(): void {
    const { lecture, signaler, state } = this.#session;
    if (lecture !== this.#lecture) this.#end();
    const now = state.value;
    if (!lecture || !signaler || (!this.#lecture && !now.joined)) return;
    const before = this.#before;
    this.#before = now;
    this.setMaySpeak(now.maySpeak);
    if (!now.maySpeak || startsToRecord(before, now)) this.stopSending();
    if (!this.#lecture) this.#start(lecture, signaler);
    else if (now.speech !== before?.speech || now.members !== before.members) this.manager?.checkHeard();
  }

  #start(lecture: Lecture, signaler: Signaler): void {
    const { iceTransportPolicy = 'all', microphone = false } = this.#options;
    const isAllowed = ({ user }: { user: string }) => lecture.mayBeHeard(user);
    this.#lecture = lecture;
    this.start(
      new Manager(signaler, {
        room: lecture.roomId,
        iceTransportPolicy,
        mayBeHeard: isAllowed,
        mayBeSeen: isAllowed,
      }),
    );
    if (microphone) void this.setMicrophone(true);
  }

  #end(): void {
    this.#lecture = undefined;
    this.#before = undefined;
    this.stop();
    this.setMaySpeak(false);
  }
}

/** Whether another user has started to record the lecture, or had done so before this client joined it. */
function startsToRecord(
  before: LectureSessionState | undefined,
  { recording, user }: LectureSessionState,
): boolean {
  if (!recording?.running || recording.by === user?.userId) return false;
  return recording.since !== before?.recording?.since;
}
