import type { Lecture as LectureInfo, Member, Playback, ServerMessageType } from 'lectern-protocol';
import { type Good, type LectureName, LectureRequests } from './lecture-requests.js';
import type { LectureState } from './lecture-state.js';
import type { RequestError } from './request-error.js';
import { RoomModeration } from './room-moderation.js';
import type { Signaler } from './signaler.js';

/**
 * A lecture from the view of one member. After a reconnection, it rejoins the lecture automatically. Requests reject
 * with a RequestError, for example `forbidden` if only the instructor is allowed to make them.
 */
export class Lecture extends LectureRequests {
  /** The lecture's room. A Manager with this `room` connects the members. */
  readonly roomId: string;
  /** Lets newcomers join, wait or not, and stops microphones, cameras and screens of others. For the instructor. */
  readonly moderation: Omit<RoomModeration, 'remove' | 'removed' | 'readmit'>;
  readonly #stops: (() => void)[] = [];
  #waits = false;
  /** The latest list of members, which can be incomplete until its other pages are loaded. */
  #members: readonly Member[] = [];
  #state: LectureState = {
    joined: false,
    lecture: undefined,
    user: undefined,
    members: [],
    hands: [],
    speech: { mode: 'everyone', granted: [] },
    playback: undefined,
  };

  constructor(signaler: Signaler, named: LectureName) {
    super(signaler, named);
    this.roomId = `lecture_${named.lectureId}`;
    this.moderation = new RoomModeration(signaler, () => this.roomId);
  }

  get state(): LectureState {
    return this.#state;
  }

  /** Whether this client is allowed to speak. */
  get maySpeak(): boolean {
    const { user } = this.#state;
    return user !== undefined && this.mayBeHeard(user.userId);
  }

  /** Whether a user is allowed to speak: everybody, or only the instructor and users with a grant. */
  mayBeHeard(userId: string): boolean {
    const { members, speech } = this.#state;
    if (speech.mode === 'everyone' || speech.granted.includes(userId)) return true;
    return members.some((member) => member.userId === userId && member.memberType === 'instructor');
  }

  /**
   * Joins the lecture. The Signaler must be open.
   * @param wait whether this client waits if the instructor must admit it. The request then rejects with `forbidden` and
   * `data.entry`; once admitted, this client joins. The event `entry` tells so
   */
  async join({ wait = false }: { wait?: boolean } = {}): Promise<void> {
    this.#waits = wait;
    if (this.#stops.length === 0) this.#listen();
    await this.#enter();
  }

  /** Leaves the lecture. */
  leave(): void {
    for (const stop of this.#stops.splice(0)) stop();
    this.signaler.send('ExitLecture', this.named);
    this.#set({ joined: false });
  }

  // Playback

  async play(): Promise<void> {
    this.#follow((await this.request('InstructorPlay', this.named)).data.playback);
  }

  async pause(): Promise<void> {
    this.#follow((await this.request('InstructorPause', this.named)).data.playback);
  }

  /**
   * @param position seconds
   * @param rate speed, 1 is normal; default: unchanged
   */
  async seek(position: number, rate?: number): Promise<void> {
    const data = { ...this.named, newtime: position };
    const { playback } = (
      await this.request('InstructorTimeChange', rate === undefined ? data : { ...data, rate })
    ).data;
    this.#follow(playback);
  }

  /** @param index in the playlist, from 0 */
  async selectVideo(index: number): Promise<void> {
    await this.request('SelectVideo', { ...this.named, selectedVideoIdx: index });
  }

  async setLive(live: boolean): Promise<void> {
    await this.request('SetLectureLiveStatus', { ...this.named, status: live });
  }

  // Messages from the server

  async #enter(): Promise<void> {
    const { data } = await this.request('JoinLecture', { ...this.named, ...(this.#waits && { wait: true }) });
    const { user, lecture, playback, hands, speech, recording, translator } = data;
    const members = lecture.participants;
    this.#follow(playback, { joined: true, user, lecture, members, hands, speech, recording, translator });
    const isComplete = members.length >= (lecture.present ?? members.length);
    this.#showMembers(members, isComplete ? undefined : members.at(-1)?.userId);
  }

  /** Shows a list of members, and adds its other pages. @param after the cursor of the next page, if there is one */
  #showMembers(members: readonly Member[], after: string | undefined): void {
    this.#members = members;
    this.#set({ members });
    if (after === undefined) return;
    this.request('GetActiveLectureMember', { ...this.named, after }).then(
      ({ data }) => {
        // A newer list has been received in the meantime.
        if (this.#members !== members) return;
        const known = new Set(members.map(({ userId }) => userId));
        const others = data.members.filter(({ userId }) => !known.has(userId));
        this.#showMembers([...members, ...others], others.length > 0 ? data.after : undefined);
      },
      () => {
        // The next change sends the list again.
      },
    );
  }

  #listen(): void {
    const here = `room/${this.roomId}`;
    /** Listens to the messages to the lecture's room, which include the replies to this client's requests. */
    const on = <T extends ServerMessageType>(type: T, listener: (data: Good<T>) => void): void => {
      this.#stops.push(
        this.signaler.on('message', (message) => {
          if (message.type !== type) return;
          if (message.receiver === here && !isRefused(message.data)) listener(message.data as Good<T>);
        }),
      );
    };
    on('GetActiveLectureMember', ({ members, after }) => this.#showMembers(members, after));
    on('SetLectureLiveStatus', ({ liveStatus }) => this.#setLive(liveStatus));
    on('InstructorPlay', ({ playback }) => this.#follow(playback));
    on('InstructorPause', ({ playback }) => this.#follow(playback));
    on('InstructorTimeChange', ({ playback }) => this.#follow(playback));
    on('SelectVideo', ({ selectedVideoIdx, playback }) => {
      this.#follow(playback, this.#withLecture({ videoIdx: selectedVideoIdx }));
    });
    on('UpdateLecture', ({ lecture: { lectureName, lectureDate, playlist, videoIdx }, playback }) => {
      this.#follow(playback, this.#withLecture({ lectureName, lectureDate, playlist, videoIdx }));
      this.emit('updated', { lectureName, lectureDate, playlist });
    });
    for (const type of ['RaiseHand', 'LowerHand', 'LowerAllHands'] as const) {
      on(type, ({ hands }) => this.#set({ hands }));
    }
    on('set-entry', ({ entry }) => this.#set(this.#withLecture({ entry })));
    on('SetSpeechMode', ({ speech }) => this.#set({ speech }));
    on('SetRecording', ({ recording, reason }) => {
      this.#set({ recording });
      if (!recording.running) this.emit('recordingEnded', { reason });
    });
    on('RecordingReady', ({ recordingId }) => this.emit('recordingReady', { recordingId }));
    on('GrantSpeech', ({ speech, hands }) => this.#set({ speech, hands }));
    on('RevokeSpeech', ({ speech }) => this.#set({ speech }));
    on('LiveChatTextMessage', ({ message }) => this.emit('chat', message));
    on('LiveChatAudioSaved', ({ message }) => message && this.emit('chat', message));
    on('DeleteLiveChatMessage', ({ messageId }) => this.emit('chatDeleted', { messageId }));
    on('ClearChat', () => this.emit('chatCleared', this.named));
    on('LiveChatAudioMessage', (spoken) => this.emit('spoken', spoken));
    on('Reactions', ({ reactions }) => this.emit('reactions', reactions));
    on('CreateMarker', ({ marker }) => this.emit('marker', marker));
    on('DeleteMarker', ({ markerId }) => this.emit('markerDeleted', { markerId }));
    on('SetMarkerAnswered', ({ markerId, answered }) => this.emit('markerAnswered', { markerId, answered }));
    on('MarkerVotes', ({ votes }) => this.emit('markerVotes', votes));
    on('MarkerTextMessage', ({ markerId, savedMessage }) =>
      this.emit('markerText', { markerId, savedMessage }),
    );
    on('DropParticipant', (data) => this.#dropped(data));
    this.#stops.push(
      // After a ban in another lecture of the class, the server informs this client directly.
      this.signaler.on('DropParticipant', ({ receiver, data }) => {
        if (receiver !== this.signaler.id || data.status !== 200) return;
        const isThis = data.lectureId === this.named.lectureId && data.userId === this.#state.user?.userId;
        if (isThis) this.#dropped(data);
      }),
      this.signaler.on('LiveChatPrivateMessage', ({ data }) => {
        if (!isRefused(data)) this.#receivePrivate(data as Good<'LiveChatPrivateMessage'>);
      }),
      this.signaler.on('RemoveMember', ({ data }) => {
        if (data.status === 200 && this.#isOwn(data)) this.#dropped({ ...data, scope: 'class' });
      }),
      this.signaler.on('LeaveClass', ({ data }) => {
        if (data.status !== 200 || !this.#isOwn(data)) return;
        this.#stop();
        this.emit('left', { classUuid: data.classUuid });
      }),
      this.signaler.on('SetMemberType', ({ data }) => {
        const { user } = this.#state;
        if (data.status !== 200 || !user || !this.#isOwn(data)) return;
        this.#set({ user: { ...user, memberType: data.memberType } });
      }),
      this.signaler.on('DeleteLecture', ({ data }) => {
        if (data.status === 200 && data.lectureId === this.named.lectureId) this.#deleted();
      }),
      this.signaler.on('DeleteClass', ({ data }) => {
        if (data.status === 200 && data.classUuid === this.named.classUuid) this.#deleted();
      }),
      this.signaler.on('entry-state', ({ data }) => {
        if (data.room_id !== this.roomId) return;
        if (data.state === 'admitted') this.#rejoin();
        // A lost connection must not ask again.
        if (data.state === 'refused') this.#stop();
        this.emit('entry', data);
      }),
      this.signaler.on('state', ({ name }) => {
        if (name !== 'open') this.#set({ joined: false });
        else this.#rejoin();
      }),
    );
  }

  #receivePrivate({ classUuid, lectureId, message }: Good<'LiveChatPrivateMessage'>): void {
    const isHere = classUuid === this.named.classUuid && lectureId === this.named.lectureId;
    if (isHere) this.emit('chat', message);
  }

  #rejoin(): void {
    this.#enter().catch((error: RequestError) => {
      // If the connection was lost again, the next one joins the lecture. A client that waits is told so.
      const waits = this.#waits && error.data?.entry === 'waiting';
      if (error.code !== 'disconnected' && !waits) this.emit('refused', error);
    });
  }

  /** Returns whether a message is about this user's membership. */
  #isOwn({ classUuid, userId }: { classUuid: string; userId: string }): boolean {
    return classUuid === this.named.classUuid && userId === this.#state.user?.userId;
  }

  /** Ends the lecture for this client. */
  #stop(): void {
    for (const stop of this.#stops.splice(0)) stop();
    this.#set({ joined: false });
  }

  #deleted(): void {
    this.#stop();
    this.emit('deleted', this.named);
  }

  #dropped({ userId, scope = 'lecture' }: Pick<Good<'DropParticipant'>, 'userId' | 'scope'>): void {
    const self = userId === this.#state.user?.userId;
    if (self) this.#stop();
    this.emit('dropped', { userId, self, scope });
  }

  #follow(playback: Playback, change: Partial<LectureState> = {}): void {
    this.#set({ ...change, playback });
    this.emit('playback', playback);
  }

  /** A lecture that stops being live returns to the start of its first video. The server sends no playback for it. */
  #setLive(isLive: boolean): void {
    const { playback } = this.#state;
    const stopped = playback && { ...playback, videoIdx: 0, position: 0, rate: 1, playing: false };
    if (isLive || !stopped) this.#set(this.#withLecture({ isLive }));
    else this.#follow(stopped, this.#withLecture({ isLive, videoIdx: 0 }));
  }

  #withLecture(change: Partial<LectureInfo>): Partial<LectureState> {
    const { lecture } = this.#state;
    return lecture ? { lecture: { ...lecture, ...change } } : {};
  }

  #set(change: Partial<LectureState>): void {
    this.#state = { ...this.#state, ...change };
    this.emit('state', this.#state);
  }
}

function isRefused(data: unknown): boolean {
  return typeof data === 'object' && data !== null && 'status' in data && Number(data.status) >= 400;
}
