import { systemClock } from '../clock.js';
import type { Self } from '../local-participant.js';
import { Manager } from '../manager.js';
import type { TextEvent } from '../manager-events.js';
import { RequestError } from '../request-error.js';
import { roomUrl } from '../room-url.js';
import { Signaler } from '../signaler.js';
import { type ConnectionState, connectionState, idle, invalid, serverAddress } from './connection-state.js';
import { Holds } from './holds.js';
import { microphoneOff, OwnMicrophone } from './own-microphone.js';
import { type ParticipantState, participantState } from './participant-state.js';
import type { RoomSessionOptions, RoomState, RoomText, SelfState } from './room-session-state.js';
import { SpeechDetector } from './speech-detector.js';
import { merge, merged, Store, sameList } from './store.js';
import { VoicePlayer } from './voice-player.js';

/**
 * A voice room as state for views: who is there, who speaks, what was written, and what went wrong. It owns the
 * connection, the microphone and the players of the voices. `lectern-client/react` and `lectern-client/element` are made of it.
 */
export class RoomSession {
  readonly state: Store<RoomState>;
  readonly participants = new Store<readonly ParticipantState[]>([]);
  /** The latest texts, oldest first. */
  readonly texts = new Store<readonly RoomText[]>([]);
  readonly #options: RoomSessionOptions;
  readonly #holds = new Holds(
    () => this.#join(),
    () => this.#leave(),
  );
  readonly #microphone: OwnMicrophone;
  readonly #voices: VoicePlayer;
  readonly #speech: SpeechDetector;
  #username: string;
  #joined: { manager: Manager; signaler: Signaler; stop: () => void } | undefined;
  #textCount = 0;

  /** Does not connect yet, and uses nothing of the browser. */
  constructor(options: RoomSessionOptions) {
    this.#options = options;
    this.#username = options.username ?? '';
    this.state = new Store<RoomState>({
      ...idle,
      ...microphoneOff,
      self: {
        id: undefined,
        username: this.#username,
        role: 'presenter',
        maySpeak: true,
        moderates: false,
        carrier: 'peers',
        muted: options.muted ?? false,
        speaking: false,
        microphone: undefined,
        camera: undefined,
        screen: undefined,
      },
      soundBlocked: false,
      settings: undefined,
      entry: undefined,
      mutedBy: undefined,
    });
    this.#microphone = new OwnMicrophone({
      send: (stream) => this.manager?.setMicrophone(stream),
      changed: (state) => merge(this.state, state),
    });
    this.#voices = new VoicePlayer((soundBlocked) => merge(this.state, { soundBlocked }));
    this.#speech = new SpeechDetector(systemClock, () => this.#showLevels());
  }

  /** The Manager of the room, for what this class does not cover; undefined while not joined. */
  get manager(): Manager | undefined {
    return this.#joined?.manager;
  }

  /**
   * Joins the room, and stays in it until the returned function is called. With several calls, the client joins once,
   * and leaves after the last of these functions.
   */
  readonly join = (): (() => void) => this.#holds.hold();

  /** Connects again, immediately if the session waits, and as a new client if it has ended. */
  readonly retry = (): void => {
    const { connection } = this.state.value;
    if (connection === 'waiting') this.#joined?.signaler.connect();
    else if (connection === 'closed') {
      this.#stop();
      this.#join();
    }
  };

  readonly setMuted = (muted: boolean): void => {
    if (this.manager) this.manager.setMuted(muted);
    else merge(this.state, { self: merged(this.state.value.self, { muted }) });
    if (!muted) merge(this.state, { mutedBy: undefined });
  };

  /**
   * Opens or closes the microphone. Without one, this client only listens.
   * @param deviceId default: the system's default microphone
   */
  readonly setMicrophone = async (on: boolean, deviceId?: string): Promise<void> => {
    if (on && this.manager) await this.#microphone.open(deviceId);
    else this.#microphone.close();
  };

  /** Starts sound that the browser blocks, if it is called from a click or key press. */
  readonly startSound = (): void => this.#voices.resume();

  /** Sets the name that others see. @throws RequestError if the server refuses it */
  readonly setUsername = async (username: string): Promise<void> => {
    if (username === this.#username) return;
    this.#username = username;
    if (this.manager) await this.manager.setUsername(username);
    else merge(this.state, { self: merged(this.state.value.self, { username }) });
  };

  /** Writes to the room. Resolves when the server has accepted the text. @throws RequestError */
  readonly sendText = async (text: string): Promise<void> => {
    if (!this.manager)
      throw new RequestError('disconnected', 'the room has not been joined: call join() first');
    await this.manager.sendText(text);
  };

  #join(): void {
    const { server, room, microphone = true } = this.#options;
    try {
      this.#start(new Signaler(roomUrl(serverAddress(server), room), this.#options));
    } catch (error) {
      this.#setConnection(invalid(error));
      return;
    }
    if (microphone) void this.#microphone.open();
  }

  #start(signaler: Signaler): void {
    const { iceTransportPolicy = 'all' } = this.#options;
    const manager = new Manager(signaler, { username: this.#username, iceTransportPolicy });
    const to = { url: signaler.url, hasToken: this.#options.token !== undefined };
    const showParticipants = () => this.#showParticipants();
    const stops = [
      signaler.on('state', (state) => {
        this.#setConnection(connectionState(state, to, this.state.value));
        if (state.name === 'closed') this.#stop();
      }),
      manager.on('self', (self) => this.#showSelf(self)),
      manager.on('participants', showParticipants),
      manager.on('participant', showParticipants),
      manager.on('levels', () => this.#showLevels()),
      manager.on('settings', (settings) => merge(this.state, { settings })),
      manager.on('entry', ({ state }) => merge(this.state, { entry: state })),
      manager.on('stopped', ({ media, by }) => media === 'microphone' && merge(this.state, { mutedBy: by })),
      manager.on('text', (text) => this.#addText(text)),
    ];
    this.#joined = {
      manager,
      signaler,
      stop: () => {
        for (const stop of stops) stop();
      },
    };
    if (this.state.value.self.muted) manager.setMuted(true);
    manager.start();
    globalThis.window?.addEventListener('pagehide', this.#pageHidden);
  }

  /** Ends what needs the connection, and keeps what the state says about it. */
  #stop(): void {
    const joined = this.#joined;
    if (!joined) return;
    joined.stop();
    this.#microphone.close();
    this.#joined = undefined;
    joined.manager.leave();
    this.#voices.close();
    this.#speech.close();
    this.participants.set(this.participants.initial);
    const { muted } = this.state.value.self;
    const { self } = this.state.initial;
    merge(this.state, {
      self: merged(self, { muted, username: this.#username }),
      settings: undefined,
      entry: undefined,
      mutedBy: undefined,
    });
    globalThis.window?.removeEventListener('pagehide', this.#pageHidden);
  }

  #leave(): void {
    this.#stop();
    this.#setConnection(idle);
    this.texts.set(this.texts.initial);
  }

  /** Without it, the others would see this client until the server has given it up. */
  readonly #pageHidden = (): void => {
    this.#stop();
    this.#setConnection(idle);
    // The browser can show the page again as it was.
    addEventListener('pageshow', () => this.#holds.running && this.#join(), { once: true });
  };

  #setConnection({ connection, problem }: ConnectionState): void {
    merge(this.state, { connection, problem });
  }

  #showSelf({ level, ...fields }: Self): void {
    const speaking = fields.microphone !== undefined && !fields.muted && this.#speech.isSpeaking(this, level);
    const self: SelfState = merged(this.state.value.self, { ...fields, speaking });
    merge(this.state, { self });
  }

  #showLevels(): void {
    if (!this.manager) return;
    this.#showSelf(this.manager.self);
    this.#showParticipants();
  }

  #showParticipants(): void {
    const before = new Map(this.participants.value.map((each) => [each.id, each]));
    const now = [...(this.manager?.participants.values() ?? [])].map((each) =>
      participantState(each, this.#speech.isSpeaking(each, each.level), before.get(each.id)),
    );
    this.participants.set(sameList(this.participants.value, now));
    if (this.#options.playVoices ?? true) this.#voices.play(now);
  }

  #addText({ sender, username, data, own, direct }: TextEvent): void {
    const { text, time } = data;
    const added: RoomText = { key: ++this.#textCount, sender, username, text, time, own, direct };
    this.texts.set([...this.texts.value, added].slice(-(this.#options.keepTexts ?? 200)));
  }
}
