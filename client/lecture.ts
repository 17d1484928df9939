import type {
  Attendance,
  ClientData,
  Hands,
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
import type { RequestError } from './request-error.js';
import type { Signaler } from './signaler.js';

/** What everybody in a lecture sees. */
export interface LectureState {
  /** False before the lecture is entered, and while the connection is lost. */
  joined: boolean;
  lecture: LectureInfo | undefined;
  /** Oneself. */
  user: Member | undefined;
  members: readonly Member[];
  /** Raised hands, the first first. */
  hands: Hands;
  speech: Speech;
  playback: Playback | undefined;
  /** Who translates what is written, such as `papago`, for the page to say so; undefined where nobody does. */
  translator?: string;
}

export interface LectureEvents {
  /** Anything of the state changed. */
  state: LectureState;
  /** The timeline moved, or was told anew: for PlayerSync.follow. */
  playback: Playback;
  chat: SavedMessage;
  /** A spoken word of somebody else; `arrayBuffer` is base64. */
  spoken: { senderId: string; arrayBuffer: string };
  marker: Marker;
  markerDeleted: { markerId: number };
  markerText: { markerId: number; savedMessage: SavedMessage };
  /** Coming back was refused: the lecture or one's place in its class is gone. */
  refused: RequestError;
  /** The instructor sent somebody out; `self` when it was us. */
  dropped: { userId: string; self: boolean };
}

/** Which part of a list: without `before` its newest end. */
export interface PageQuery {
  before?: number;
  limit?: number;
}

type Named = { classUuid: string; lectureId: number };
type Good<T extends ServerMessageType> = Exclude<ServerData[T], Refused>;

/**
 * One lecture as one of its members sees it. It enters by join(), and again by itself when the connection comes back.
 * What it asks of the server rejects with a RequestError, `forbidden` where only the instructor may.
 */
export class Lecture extends Emitter<LectureEvents> {
  /** The chat room of the lecture: a Manager with this `room` carries its voices. */
  readonly roomId: string;
  readonly #signaler: Signaler;
  readonly #named: Named;
  readonly #stops: (() => void)[] = [];
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

  /** Whether we may speak, as the lecture's mode of speech says. */
  get maySpeak(): boolean {
    const { user } = this.#state;
    return user !== undefined && this.mayBeHeard(user.userId);
  }

  /** Whether a peer's voice is to be heard: of whoever has no grant it is not, where only the instructor speaks. */
  mayBeHeard(userId: string): boolean {
    const { members, speech } = this.#state;
    if (speech.mode === 'everyone' || speech.granted.includes(userId)) return true;
    return members.some((member) => member.userId === userId && member.memberType === 'instructor');
  }

  /** Enters the lecture, and stays in it over lost connections. The Signaler must be open. */
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
    this.#follow((await this.#ask('InstructorPlay', this.#named)).data.playback);
  }

  async pause(): Promise<void> {
    this.#follow((await this.#ask('InstructorPause', this.#named)).data.playback);
  }

  /** @param position seconds @param rate 1 being normal; left out it stays */
  async seek(position: number, rate?: number): Promise<void> {
    const data = { ...this.#named, newtime: position };
    const { playback } = (
      await this.#ask('InstructorTimeChange', rate === undefined ? data : { ...data, rate })
    ).data;
    this.#follow(playback);
  }

  /** @param index into the playlist, from 0 */
  async selectVideo(index: number): Promise<void> {
    await this.#ask('SelectVideo', { ...this.#named, selectedVideoIdx: index });
  }

  async setLive(live: boolean): Promise<void> {
    await this.#ask('SetLectureLiveStatus', { ...this.#named, status: live });
  }

  // Hands and speech

  async raiseHand(): Promise<void> {
    await this.#ask('RaiseHand', this.#named);
  }

  /** Lowers one's own hand, or, for the instructor, that of a user. */
  async lowerHand(userId?: string): Promise<void> {
    await this.#ask('LowerHand', userId === undefined ? this.#named : { ...this.#named, userId });
  }

  async lowerAllHands(): Promise<void> {
    await this.#ask('LowerAllHands', this.#named);
  }

  async setSpeechMode(mode: Speech['mode']): Promise<void> {
    await this.#ask('SetSpeechMode', { ...this.#named, mode });
  }

  async grantSpeech(userId: string): Promise<void> {
    await this.#ask('GrantSpeech', { ...this.#named, userId });
  }

  async revokeSpeech(userId: string): Promise<void> {
    await this.#ask('RevokeSpeech', { ...this.#named, userId });
  }

  /** Sends somebody out of the lecture. */
  async drop(userId: string): Promise<void> {
    await this.#ask('DropParticipant', { ...this.#named, userId });
  }

  async attendance(): Promise<Attendance[]> {
    return (await this.#ask('GetAttendance', this.#named)).data.attendance;
  }

  // Chat and markers

  /** @param text 1 to 4,096 characters */
  async say(text: string): Promise<SavedMessage> {
    return (await this.#ask('LiveChatTextMessage', { ...this.#named, text })).data.message;
  }

  /** @param arrayBuffer base64 of at most 1 MiB; heard by the others, and not kept */
  async speak(arrayBuffer: string): Promise<void> {
    await this.#ask('LiveChatAudioMessage', { ...this.#named, arrayBuffer });
  }

  /** A page of the chat, in the order of writing; its `before` asks for the page before it. */
  async chat(page: PageQuery = {}): Promise<Good<'GetLiveChatMessages'>> {
    return (await this.#ask('GetLiveChatMessages', { ...this.#named, ...page })).data;
  }

  async createMarker(marker: ClientData['CreateMarker']['marker']): Promise<Marker> {
    return (await this.#ask('CreateMarker', { ...this.#named, marker })).data.marker;
  }

  async deleteMarker(markerId: number): Promise<void> {
    await this.#ask('DeleteMarker', { ...this.#named, markerId });
  }

  /** A page of one video's markers, in the order of their making. */
  async markers(videoIndex: number, page: PageQuery = {}): Promise<Good<'GetMarkers'>> {
    return (await this.#ask('GetMarkers', { ...this.#named, videoIndex, ...page })).data;
  }

  /** Tells that one looks at a marker. */
  async clickMarker({ id, markerType }: Pick<Marker, 'id' | 'markerType'>): Promise<void> {
    await this.#ask('TimeMarkerClicked', { markerId: id, markerType });
  }

  async writeAtMarker(markerId: number, message: string): Promise<SavedMessage> {
    const markerTextMessage = { markerId, message };
    return (await this.#ask('MarkerTextMessage', { ...this.#named, markerTextMessage })).data.savedMessage;
  }

  async markerMessages(markerId: number, page: PageQuery = {}): Promise<Good<'GetMarkerMessages'>> {
    return (await this.#ask('GetMarkerMessages', { markerId, ...page })).data;
  }

  // What the server says

  readonly #ask: Signaler['request'] = (type, data, options) => this.#signaler.request(type, data, options);

  async #enter(): Promise<void> {
    const { data } = await this.#ask('JoinLecture', this.#named);
    const { user, lecture, playback, hands, speech, translator } = data;
    const members = lecture.participants;
    this.#follow(playback, { joined: true, user, lecture, members, hands, speech, translator });
  }

  #listen(): void {
    const here = `room/${this.roomId}`;
    /** What is said to this lecture's room: the answers to what we ask there, too. */
    const hear = <T extends ServerMessageType>(type: T, listener: (data: Good<T>) => void): void => {
      this.#stops.push(
        this.#signaler.on('message', (message) => {
          if (message.type !== type) return;
          if (message.receiver === here && !isRefused(message.data)) listener(message.data as Good<T>);
        }),
      );
    };
    hear('GetActiveLectureMember', ({ members }) => this.#set({ members }));
    hear('SetLectureLiveStatus', ({ liveStatus }) => this.#setLive(liveStatus));
    hear('InstructorPlay', ({ playback }) => this.#follow(playback));
    hear('InstructorPause', ({ playback }) => this.#follow(playback));
    hear('InstructorTimeChange', ({ playback }) => this.#follow(playback));
    hear('SelectVideo', ({ selectedVideoIdx, playback }) => {
      this.#follow(playback, this.#withLecture({ videoIdx: selectedVideoIdx }));
    });
    for (const type of ['RaiseHand', 'LowerHand', 'LowerAllHands'] as const) {
      hear(type, ({ hands }) => this.#set({ hands }));
    }
    hear('SetSpeechMode', ({ speech }) => this.#set({ speech }));
    hear('GrantSpeech', ({ speech, hands }) => this.#set({ speech, hands }));
    hear('RevokeSpeech', ({ speech }) => this.#set({ speech }));
    hear('LiveChatTextMessage', ({ message }) => this.emit('chat', message));
    hear('LiveChatAudioMessage', (spoken) => this.emit('spoken', spoken));
    hear('CreateMarker', ({ marker }) => this.emit('marker', marker));
    hear('DeleteMarker', ({ markerId }) => this.emit('markerDeleted', { markerId }));
    hear('MarkerTextMessage', ({ markerId, savedMessage }) =>
      this.emit('markerText', { markerId, savedMessage }),
    );
    hear('DropParticipant', ({ userId }) => this.#dropped(userId));
    this.#stops.push(
      this.#signaler.on('state', ({ name }) => {
        if (name !== 'open') this.#set({ joined: false });
        else this.#enter().catch((error: RequestError) => this.#notBack(error));
      }),
    );
  }

  /** A connection that is lost again while we enter is answered by the next one. */
  #notBack(error: RequestError): void {
    if (error.code !== 'disconnected') this.emit('refused', error);
  }

  #dropped(userId: string): void {
    const self = userId === this.#state.user?.userId;
    if (self) {
      for (const stop of this.#stops.splice(0)) stop();
      this.#set({ joined: false });
    }
    this.emit('dropped', { userId, self });
  }

  #follow(playback: Playback, change: Partial<LectureState> = {}): void {
    this.#set({ ...change, playback });
    this.emit('playback', playback);
  }

  /** A lecture that is live no more is back at the beginning of its first video, which is not told besides. */
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
