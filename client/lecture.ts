import type {
  Attendance,
  ClientData,
  Exclusion,
  Lecture as LectureInfo,
  Marker,
  Member,
  Playback,
  Refused,
  SavedMessage,
  ServerData,
  ServerMessageType,
  Speech,
} from 'lectern-protocol';
import { Emitter } from './emitter.js';
import type { LectureEvents, LectureState } from './lecture-state.js';
import type { RequestError } from './request-error.js';
import type { Signaler } from './signaler.js';

/** A page of a list; without `before`, the newest one. */
export interface PageQuery {
  before?: number;
  limit?: number;
}

type Named = { classUuid: string; lectureId: number };
type Good<T extends ServerMessageType> = Exclude<ServerData[T], Refused>;

/** A message waits for its reply as long as the session lasts: giving up earlier would leave open whether it was sent. */
const patiently = { timeout: Number.POSITIVE_INFINITY };

/**
 * A lecture from the view of one member. After a reconnection, it rejoins the lecture automatically. Requests reject
 * with a RequestError, for example `forbidden` if only the instructor is allowed to make them.
 */
export class Lecture extends Emitter<LectureEvents> {
  /** The lecture's room. A Manager with this `room` connects the members. */
  readonly roomId: string;
  readonly #signaler: Signaler;
  readonly #named: Named;
  readonly #stops: (() => void)[] = [];
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

  constructor(signaler: Signaler, { classUuid, lectureId }: Named) {
    super();
    this.#signaler = signaler;
    this.#named = { classUuid, lectureId };
    this.roomId = `lecture_${lectureId}`;
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

  /** Joins the lecture. The Signaler must be open. */
  async join(): Promise<void> {
    if (this.#stops.length === 0) this.#listen();
    await this.#enter();
  }

  /** Leaves the lecture. */
  leave(): void {
    for (const stop of this.#stops.splice(0)) stop();
    this.#signaler.send('ExitLecture', this.#named);
    this.#set({ joined: false });
  }

  // Playback

  async play(): Promise<void> {
    this.#follow((await this.#request('InstructorPlay', this.#named)).data.playback);
  }

  async pause(): Promise<void> {
    this.#follow((await this.#request('InstructorPause', this.#named)).data.playback);
  }

  /**
   * @param position seconds
   * @param rate speed, 1 is normal; default: unchanged
   */
  async seek(position: number, rate?: number): Promise<void> {
    const data = { ...this.#named, newtime: position };
    const { playback } = (
      await this.#request('InstructorTimeChange', rate === undefined ? data : { ...data, rate })
    ).data;
    this.#follow(playback);
  }

  /** @param index in the playlist, from 0 */
  async selectVideo(index: number): Promise<void> {
    await this.#request('SelectVideo', { ...this.#named, selectedVideoIdx: index });
  }

  async setLive(live: boolean): Promise<void> {
    await this.#request('SetLectureLiveStatus', { ...this.#named, status: live });
  }

  // Hands and speech

  async raiseHand(): Promise<void> {
    await this.#request('RaiseHand', this.#named);
  }

  /** Lowers this user's hand. The instructor can lower that of another user. */
  async lowerHand(userId?: string): Promise<void> {
    await this.#request('LowerHand', userId === undefined ? this.#named : { ...this.#named, userId });
  }

  async lowerAllHands(): Promise<void> {
    await this.#request('LowerAllHands', this.#named);
  }

  async setSpeechMode(mode: Speech['mode']): Promise<void> {
    await this.#request('SetSpeechMode', { ...this.#named, mode });
  }

  async grantSpeech(userId: string): Promise<void> {
    await this.#request('GrantSpeech', { ...this.#named, userId });
  }

  async revokeSpeech(userId: string): Promise<void> {
    await this.#request('RevokeSpeech', { ...this.#named, userId });
  }

  /**
   * Removes a student from the lecture, or bans them from the class with all of its lectures. They are kept out until
   * readmit().
   */
  async drop(userId: string, scope: Exclusion['scope'] = 'lecture'): Promise<void> {
    await this.#request('DropParticipant', { ...this.#named, userId, scope });
  }

  /**
   * Changes the lecture's name, date or playlist. Only for the instructor. A video that stays in the playlist keeps its
   * markers and its playback.
   */
  async update(
    change: Partial<Pick<LectureInfo, 'lectureName' | 'lectureDate' | 'playlist'>>,
  ): Promise<void> {
    await this.#request('UpdateLecture', { ...this.#named, ...change });
  }

  /** Deletes the lecture with its chat, markers and attendance. Only for the instructor. It cannot be undone. */
  async delete(): Promise<void> {
    await this.#request('DeleteLecture', this.#named);
  }

  /** Requests a page of the users who were removed from lectures of the class or banned from it, the oldest first. */
  async exclusions(page: PageQuery = {}): Promise<Good<'GetExclusions'>> {
    const { classUuid } = this.#named;
    return (await this.#request('GetExclusions', { classUuid, ...page })).data;
  }

  /** Requests a page of what instructors did to others in the class, the oldest first. */
  async auditLog(page: PageQuery = {}): Promise<Good<'GetAuditLog'>> {
    const { classUuid } = this.#named;
    return (await this.#request('GetAuditLog', { classUuid, ...page })).data;
  }

  /** Lets a removed user into their lecture again, or lifts a ban. */
  async readmit({ userId, lectureId }: Pick<Exclusion, 'userId' | 'lectureId'>): Promise<void> {
    const { classUuid } = this.#named;
    await this.#request('ReadmitParticipant', {
      classUuid,
      userId,
      ...(lectureId !== undefined && { lectureId }),
    });
  }

  /** Requests all pages of the attendance. */
  async attendance(): Promise<Attendance[]> {
    const all: Attendance[] = [];
    let after: number | undefined;
    do {
      const page = after === undefined ? this.#named : { ...this.#named, after };
      const { data } = await this.#request('GetAttendance', page);
      all.push(...data.attendance);
      after = data.after;
    } while (after !== undefined);
    return all;
  }

  // Chat and markers

  /** Resolves when the message is stored, which can be after a reconnection. @param text 1 to 4,096 characters */
  async say(text: string): Promise<SavedMessage> {
    return (await this.#request('LiveChatTextMessage', { ...this.#named, text }, patiently)).data.message;
  }

  /** Sends a voice message to the others, which is not stored. @param arrayBuffer base64 of at most 1 MiB */
  async speak(arrayBuffer: string): Promise<void> {
    await this.#request('LiveChatAudioMessage', { ...this.#named, arrayBuffer }, patiently);
  }

  /** Requests a page of the chat, the oldest message first. The result's `before` requests the page before it. */
  async chat(page: PageQuery = {}): Promise<Good<'GetLiveChatMessages'>> {
    return (await this.#request('GetLiveChatMessages', { ...this.#named, ...page })).data;
  }

  /** Deletes a text of the chat. Only for its author and the instructor. */
  async deleteMessage(messageId: number): Promise<void> {
    await this.#request('DeleteLiveChatMessage', { ...this.#named, messageId });
  }

  /** Deletes all texts of the chat. Only for the instructor. */
  async clearChat(): Promise<void> {
    await this.#request('ClearChat', this.#named);
  }

  async createMarker(marker: ClientData['CreateMarker']['marker']): Promise<Marker> {
    return (await this.#request('CreateMarker', { ...this.#named, marker })).data.marker;
  }

  async deleteMarker(markerId: number): Promise<void> {
    await this.#request('DeleteMarker', { ...this.#named, markerId });
  }

  /** Requests a page of a video's markers, the oldest first. */
  async markers(videoIndex: number, page: PageQuery = {}): Promise<Good<'GetMarkers'>> {
    return (await this.#request('GetMarkers', { ...this.#named, videoIndex, ...page })).data;
  }

  /** Tells the server that this user has opened a marker. */
  async clickMarker({ id, markerType }: Pick<Marker, 'id' | 'markerType'>): Promise<void> {
    await this.#request('TimeMarkerClicked', { markerId: id, markerType });
  }

  async writeAtMarker(markerId: number, message: string): Promise<SavedMessage> {
    const markerTextMessage = { markerId, message };
    const { data } = await this.#request(
      'MarkerTextMessage',
      { ...this.#named, markerTextMessage },
      patiently,
    );
    return data.savedMessage;
  }

  async markerMessages(markerId: number, page: PageQuery = {}): Promise<Good<'GetMarkerMessages'>> {
    return (await this.#request('GetMarkerMessages', { markerId, ...page })).data;
  }

  // Messages from the server

  readonly #request: Signaler['request'] = (type, data, options) =>
    this.#signaler.request(type, data, options);

  async #enter(): Promise<void> {
    const { data } = await this.#request('JoinLecture', this.#named);
    const { user, lecture, playback, hands, speech, translator } = data;
    const members = lecture.participants;
    this.#follow(playback, { joined: true, user, lecture, members, hands, speech, translator });
    const isComplete = members.length >= (lecture.present ?? members.length);
    this.#showMembers(members, isComplete ? undefined : members.at(-1)?.userId);
  }

  /** Shows a list of members, and adds its other pages. @param after the cursor of the next page, if there is one */
  #showMembers(members: readonly Member[], after: string | undefined): void {
    this.#members = members;
    this.#set({ members });
    if (after === undefined) return;
    this.#request('GetActiveLectureMember', { ...this.#named, after }).then(
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
        this.#signaler.on('message', (message) => {
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
    on('SetSpeechMode', ({ speech }) => this.#set({ speech }));
    on('GrantSpeech', ({ speech, hands }) => this.#set({ speech, hands }));
    on('RevokeSpeech', ({ speech }) => this.#set({ speech }));
    on('LiveChatTextMessage', ({ message }) => this.emit('chat', message));
    on('DeleteLiveChatMessage', ({ messageId }) => this.emit('chatDeleted', { messageId }));
    on('ClearChat', () => this.emit('chatCleared', this.#named));
    on('LiveChatAudioMessage', (spoken) => this.emit('spoken', spoken));
    on('CreateMarker', ({ marker }) => this.emit('marker', marker));
    on('DeleteMarker', ({ markerId }) => this.emit('markerDeleted', { markerId }));
    on('MarkerTextMessage', ({ markerId, savedMessage }) =>
      this.emit('markerText', { markerId, savedMessage }),
    );
    on('DropParticipant', (data) => this.#dropped(data));
    this.#stops.push(
      // After a ban in another lecture of the class, the server informs this client directly.
      this.#signaler.on('DropParticipant', ({ receiver, data }) => {
        if (receiver !== this.#signaler.id || data.status !== 200) return;
        const isThis = data.lectureId === this.#named.lectureId && data.userId === this.#state.user?.userId;
        if (isThis) this.#dropped(data);
      }),
      this.#signaler.on('DeleteLecture', ({ data }) => {
        if (data.status === 200 && data.lectureId === this.#named.lectureId) this.#deleted();
      }),
      this.#signaler.on('DeleteClass', ({ data }) => {
        if (data.status === 200 && data.classUuid === this.#named.classUuid) this.#deleted();
      }),
      this.#signaler.on('state', ({ name }) => {
        if (name !== 'open') this.#set({ joined: false });
        else this.#enter().catch((error: RequestError) => this.#rejoinFailed(error));
      }),
    );
  }

  /** If the connection was lost again, the next one joins the lecture. */
  #rejoinFailed(error: RequestError): void {
    if (error.code !== 'disconnected') this.emit('refused', error);
  }

  #deleted(): void {
    for (const stop of this.#stops.splice(0)) stop();
    this.#set({ joined: false });
    this.emit('deleted', this.#named);
  }

  #dropped({ userId, scope = 'lecture' }: Good<'DropParticipant'>): void {
    const self = userId === this.#state.user?.userId;
    if (self) {
      for (const stop of this.#stops.splice(0)) stop();
      this.#set({ joined: false });
    }
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
