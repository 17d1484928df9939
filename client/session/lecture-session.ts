import type { SavedMessage } from 'lectern-protocol';
import type { Credentials } from '../handshake.js';
import { Lecture } from '../lecture.js';
import type { LectureState } from '../lecture-state.js';
import { ClockSync } from '../playback/clock-sync.js';
import { PlayerSync, type SyncState } from '../playback/player-sync.js';
import { RequestError } from '../request-error.js';
import { Signaler } from '../signaler.js';
import type { SignalerOptions } from '../signaler-options.js';
import { type ConnectionState, connectionState, idle, invalid, serverAddress } from './connection-state.js';
import { Session } from './session.js';
import { merge, Store } from './store.js';

export interface LectureSessionOptions
  extends Omit<Credentials, 'password'>,
    Pick<SignalerOptions, 'WebSocket' | 'reconnect'> {
  /** Address of the server, with the path under which it is served. Default: the server of the page. */
  server?: string | URL | undefined;
  classUuid: string;
  lectureId: number;
  /** The name that others see on a server without tokens. */
  username?: string | undefined;
}

export interface LectureSessionState extends Readonly<ConnectionState>, Readonly<LectureState> {
  /** Whether this user is allowed to speak. */
  readonly maySpeak: boolean;
}

/** How the video follows the lecture. */
export interface PlaybackState {
  readonly sync: SyncState;
  /** Seconds by which the video is behind the lecture, in tenths; negative if it is ahead. */
  readonly behind: number;
  /** Whether the viewer watches on their own. */
  readonly away: boolean;
}

const nothing: LectureState = {
  joined: false,
  lecture: undefined,
  user: undefined,
  members: [],
  hands: [],
  speech: { mode: 'everyone', granted: [] },
  recording: undefined,
  playback: undefined,
};

/** A lecture as state for views: its members and hands, its chat, and how a video follows it. It owns the connection. */
export class LectureSession extends Session {
  readonly state = new Store<LectureSessionState>({ ...idle, ...nothing, maySpeak: false });
  /** The chat: the newest page of what was written before, and all messages since, oldest first. */
  readonly chat = new Store<readonly SavedMessage[]>([]);
  readonly playback = new Store<PlaybackState>({
    sync: { name: 'waiting', reason: 'player' },
    behind: 0,
    away: false,
  });
  readonly #options: LectureSessionOptions;
  #joined: { signaler: Signaler; lecture: Lecture; sync: PlayerSync; stops: (() => void)[] } | undefined;

  /** Does not connect yet, and uses nothing of the browser. */
  constructor(options: LectureSessionOptions) {
    super();
    this.#options = options;
  }

  /** For what this class does not cover, such as hands and questions; undefined while there is no session. */
  get lecture(): Lecture | undefined {
    return this.#joined?.lecture;
  }

  /** Synchronizes players with the lecture; undefined while there is no session. */
  get sync(): PlayerSync | undefined {
    return this.#joined?.sync;
  }

  /** Writes to the chat. @throws RequestError */
  readonly say = async (text: string): Promise<void> => {
    if (!this.lecture)
      throw new RequestError('disconnected', 'the lecture has not been joined: call join() first');
    await this.lecture.say(text);
  };

  /** Lets the viewer watch on their own. */
  readonly leaveSync = (): void => {
    this.sync?.leave();
    this.#showPlayback();
  };

  /** Returns to the lecture's position. */
  readonly rejoinSync = (): void => {
    this.sync?.rejoin();
    this.#showPlayback();
  };

  /** Starts a video that the browser has blocked, if it is called from a click or key press. */
  readonly retryPlay = (): void => this.sync?.retry();

  protected get connection(): ConnectionState {
    return this.state.value;
  }

  get signaler(): Signaler | undefined {
    return this.#joined?.signaler;
  }

  protected start(): void {
    try {
      const url = serverAddress(this.#options.server);
      url.protocol = url.protocol.replace('http', 'ws');
      url.pathname = `${url.pathname.replace(/\/$/, '')}/ws`;
      this.#connect(new Signaler(url, this.#options));
    } catch (error) {
      this.showConnection(invalid(error));
    }
  }

  #connect(signaler: Signaler): void {
    const { token, username, wait = false } = this.#options;
    const lecture = new Lecture(signaler, this.#options);
    const clock = new ClockSync(signaler);
    const sync = new PlayerSync(clock);
    const to = { url: signaler.url, hasToken: token !== undefined };
    let asked = false;
    const stops = [
      // Before the lecture's own listener, which rejoins after the first time.
      signaler.on('state', (state) => {
        this.showConnection(connectionState(state, to, this.state.value));
        if (state.name !== 'open') return;
        if (username && state.welcome.login !== 'required') signaler.send('profile', { username });
        if (!asked)
          lecture.join({ wait }).then(
            () => this.#loadChat(lecture),
            (error) => this.#refuse(error),
          );
        asked = true;
      }),
      lecture.on('state', (state) => merge(this.state, { ...state, maySpeak: lecture.maySpeak })),
      lecture.on('playback', (playback) => sync.follow(playback)),
      lecture.on('refused', (error) => this.#refuse(error)),
      lecture.on('deleted', () => this.#end('not-found', 'the lecture was deleted')),
      lecture.on('left', () => this.#end('forbidden', 'you have left the class')),
      lecture.on('dropped', ({ self }) => {
        if (self) this.#end('forbidden', 'an instructor has removed you from the lecture');
      }),
      lecture.on('chat', (message) => this.#showChat([message])),
      lecture.on('chatDeleted', ({ messageId }) => {
        this.chat.set(this.chat.value.filter((message) => message.messageId !== messageId));
      }),
      lecture.on('chatCleared', () => this.chat.set([])),
      sync.on('state', () => this.#showPlayback()),
      sync.on('behind', () => this.#showPlayback()),
      () => clock.close(),
    ];
    this.#joined = { signaler, lecture, sync, stops };
    signaler.connect();
  }

  protected stop(): void {
    const joined = this.#joined;
    if (!joined) return;
    this.#joined = undefined;
    for (const stop of joined.stops) stop();
    joined.lecture.leave();
    joined.sync.close();
    joined.signaler.close();
    merge(this.state, { ...nothing, maySpeak: false });
    this.playback.set(this.playback.initial);
  }

  protected showConnection({ connection, problem }: ConnectionState): void {
    merge(this.state, { connection, problem });
  }

  protected forget(): void {
    this.chat.set(this.chat.initial);
  }

  #refuse(error: unknown): void {
    // A lost connection is shown by itself, and a user who waits to be admitted joins later.
    if (!(error instanceof RequestError) || error.code === 'disconnected') return;
    if ((error.data as { entry?: string } | undefined)?.entry === 'waiting') return;
    this.#end(
      error.code === 'forbidden' || error.code === 'not-found' ? error.code : 'unavailable',
      error.message,
    );
  }

  #end(code: 'forbidden' | 'not-found' | 'unavailable', message: string): void {
    this.stop();
    this.showConnection({
      connection: 'closed',
      problem: { code, message, final: true, refused: undefined },
    });
  }

  async #loadChat(lecture: Lecture): Promise<void> {
    try {
      const { messages } = await lecture.chat();
      if (lecture === this.lecture) this.#showChat(messages);
    } catch {
      // What is written from now on is shown.
    }
  }

  #showChat(messages: readonly SavedMessage[]): void {
    const known = new Map(this.chat.value.map((message) => [message.messageId, message]));
    for (const message of messages) if (!known.has(message.messageId)) known.set(message.messageId, message);
    this.chat.set([...known.values()].sort((a, b) => a.messageId - b.messageId));
  }

  #showPlayback(): void {
    if (!this.sync) return;
    const { state, behind, away } = this.sync;
    merge(this.playback, { sync: state, behind: Math.round(behind * 10) / 10, away });
  }
}
