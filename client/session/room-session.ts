import type { ChangeRoom } from 'lectern-protocol';
import { Manager } from '../manager.js';
import type { TextEvent } from '../manager-events.js';
import { RequestError } from '../request-error.js';
import { roomUrl } from '../room-url.js';
import { Signaler } from '../signaler.js';
import { type ConnectionState, connectionState, idle, invalid, serverAddress } from './connection-state.js';
import type { ParticipantState } from './participant-state.js';
import { RoomMedia } from './room-media.js';
import type { RoomSessionOptions, RoomState, RoomText } from './room-session-state.js';
import { Session } from './session.js';
import { merge, Store } from './store.js';

/**
 * A voice room as state for views: who is there, who speaks, what was written, and what went wrong. It owns the
 * connection, the devices and the players of the voices. `lectern-client/react` and `lectern-client/element` are made of it.
 */
export class RoomSession extends Session {
  readonly state: Store<RoomState>;
  readonly participants: Store<readonly ParticipantState[]>;
  /** The latest texts, oldest first. */
  readonly texts = new Store<readonly RoomText[]>([]);
  readonly setMuted: RoomMedia['setMuted'];
  readonly setMicrophone: RoomMedia['setMicrophone'];
  readonly setCamera: RoomMedia['setCamera'];
  readonly setScreen: RoomMedia['setScreen'];
  readonly startSound: RoomMedia['startSound'];
  readonly setUsername: RoomMedia['setUsername'];
  readonly #options: RoomSessionOptions;
  readonly #media: RoomMedia;
  #room: string;
  #joined: { signaler: Signaler; stops: (() => void)[] } | undefined;
  #textCount = 0;

  /** Does not connect yet, and uses nothing of the browser. */
  constructor(options: RoomSessionOptions) {
    super();
    this.#options = options;
    this.#room = options.room;
    this.#media = new RoomMedia(options, options.username ?? '', true);
    const { state } = this.#media;
    this.state = new Store<RoomState>({
      ...idle,
      ...state.value,
      room: options.room,
      moved: undefined,
      settings: undefined,
      entry: undefined,
    });
    ({
      participants: this.participants,
      setMuted: this.setMuted,
      setMicrophone: this.setMicrophone,
      setCamera: this.setCamera,
      setScreen: this.setScreen,
      startSound: this.startSound,
      setUsername: this.setUsername,
    } = this.#media);
    state.on('change', (media) => merge(this.state, media));
  }

  /** The Manager of the room, for what this class does not cover; undefined while not joined. */
  get manager(): Manager | undefined {
    return this.#media.manager;
  }

  /** Writes to the room. Resolves when the server has accepted the text. @throws RequestError */
  readonly sendText = async (text: string): Promise<void> => {
    if (!this.manager)
      throw new RequestError('disconnected', 'the room has not been joined: call join() first');
    await this.manager.sendText(text);
  };

  protected get connection(): ConnectionState {
    return this.state.value;
  }

  get signaler(): Signaler | undefined {
    return this.#joined?.signaler;
  }

  protected start(): void {
    const { microphone = true } = this.#options;
    if (this.#enter() && microphone) void this.setMicrophone(true);
  }

  /** Connects to the room. Returns false if that is impossible with the options. */
  #enter(): boolean {
    try {
      this.#connect(new Signaler(roomUrl(serverAddress(this.#options.server), this.#room), this.#options));
      return true;
    } catch (error) {
      this.showConnection(invalid(error));
      return false;
    }
  }

  /** Goes to another room, as the server asks. A microphone that is open is opened there again; the camera is not. */
  #move({ room_id, reason }: ChangeRoom): void {
    const from = this.#room;
    if (room_id === from) return;
    const speaks = this.state.value.microphone !== 'off';
    this.stop();
    this.forget();
    this.#room = room_id;
    merge(this.state, { room: room_id, moved: { from, reason } });
    if (this.#enter() && speaks) void this.setMicrophone(true);
  }

  #connect(signaler: Signaler): void {
    const { iceTransportPolicy = 'all' } = this.#options;
    const manager = new Manager(signaler, { username: this.#media.username, iceTransportPolicy });
    const to = { url: signaler.url, hasToken: this.#options.token !== undefined };
    const stops = [
      signaler.on('state', (state) => {
        this.showConnection(connectionState(state, to, this.state.value));
        if (state.name === 'closed') this.stop();
      }),
      signaler.on('change-room', ({ data }) => this.#move(data)),
      manager.on('settings', (settings) => merge(this.state, { settings })),
      manager.on('entry', ({ state }) => merge(this.state, { entry: state })),
      manager.on('text', (text) => this.#addText(text)),
    ];
    this.#joined = { signaler, stops };
    this.#media.start(manager);
    globalThis.window?.addEventListener('pagehide', this.#pageHidden);
  }

  protected stop(): void {
    const joined = this.#joined;
    if (!joined) return;
    this.#joined = undefined;
    for (const stop of joined.stops) stop();
    this.#media.stop();
    merge(this.state, { settings: undefined, entry: undefined });
    globalThis.window?.removeEventListener('pagehide', this.#pageHidden);
  }

  protected showConnection({ connection, problem }: ConnectionState): void {
    merge(this.state, { connection, problem });
  }

  protected forget(): void {
    this.texts.set(this.texts.initial);
  }

  /** Without it, the others would see this client until the server has given it up. */
  readonly #pageHidden = (): void => {
    this.stop();
    this.showConnection(idle);
    // The browser can show the page again as it was.
    addEventListener('pageshow', () => this.holds.running && this.start(), { once: true });
  };

  #addText({ sender, username, data, own, direct }: TextEvent): void {
    const { text, time } = data;
    const added: RoomText = { key: ++this.#textCount, sender, username, text, time, own, direct };
    this.texts.set([...this.texts.value, added].slice(-(this.#options.keepTexts ?? 200)));
  }
}
