import { systemClock } from '../clock.js';
import type { Self } from '../local-participant.js';
import type { Manager } from '../manager.js';
import { openCamera, openMicrophone, openScreen } from '../media-devices.js';
import type { MediaKind } from '../peer/transport.js';
import { type MediaOptions, type MediaState, noMedia, selfBefore } from './media-state.js';
import { OwnDevice } from './own-device.js';
import { type ParticipantState, participantState } from './participant-state.js';
import { SpeechDetector } from './speech-detector.js';
import { merge, merged, Store, sameList } from './store.js';
import { VoicePlayer } from './voice-player.js';

/**
 * The people of a room and what they send, as state for views. It owns this client's microphone, camera and screen, and
 * the players of the voices.
 */
export class RoomMedia {
  readonly state: Store<MediaState>;
  readonly participants = new Store<readonly ParticipantState[]>([]);
  readonly #options: MediaOptions;
  readonly #devices: Record<MediaKind, OwnDevice>;
  readonly #voices: VoicePlayer;
  readonly #speech = new SpeechDetector(systemClock, () => this.#showLevels());
  #username: string;
  #manager: Manager | undefined;
  #stops: (() => void)[] = [];
  /** Whether this client is allowed to speak, apart from the room's settings. */
  #maySpeak: boolean;

  /**
   * Uses nothing of the browser yet.
   * @param maySpeak whether this client is allowed to speak before setMaySpeak() says so
   */
  constructor(options: MediaOptions, username: string, maySpeak: boolean) {
    this.#options = options;
    this.#username = username;
    this.#maySpeak = maySpeak;
    this.state = new Store({ self: selfBefore(username, options.muted ?? false, maySpeak), ...noMedia });
    this.#devices = {
      microphone: new OwnDevice({
        open: openMicrophone,
        send: (stream) => this.manager?.setMicrophone(stream),
        changed: (microphone, microphoneTrouble) => merge(this.state, { microphone, microphoneTrouble }),
        reopens: true,
      }),
      camera: new OwnDevice({
        open: openCamera,
        send: (stream) => this.manager?.setCamera(stream),
        changed: (camera, cameraTrouble) => merge(this.state, { camera, cameraTrouble }),
        reopens: false,
      }),
      screen: new OwnDevice({
        open: openScreen,
        send: (stream) => this.manager?.setScreen(stream),
        changed: (screen, trouble) =>
          merge(this.state, { screen, screenTrouble: trouble === 'permission' ? undefined : trouble }),
        reopens: false,
      }),
    };
    this.#voices = new VoicePlayer((soundBlocked) => merge(this.state, { soundBlocked }));
  }

  /** The name that others see; empty if the server chooses it. */
  get username(): string {
    return this.#username;
  }

  /** The Manager of the room, for what this class does not cover; undefined while not joined. */
  get manager(): Manager | undefined {
    return this.#manager;
  }

  /** Mutes or unmutes this client. A client that is not allowed to speak in a lecture stays muted. */
  readonly setMuted = (muted: boolean): void => {
    if (!muted && !this.#maySpeak) return;
    if (this.manager) this.manager.setMuted(muted);
    else this.#setSelf({ muted });
    if (!muted) merge(this.state, { mutedBy: undefined });
  };

  /**
   * Opens or closes the microphone. Without one, this client only listens.
   * @param deviceId default: the system's default microphone
   */
  readonly setMicrophone = (on: boolean, deviceId?: string): Promise<void> =>
    this.#use('microphone', on, deviceId);

  /** Opens or closes the camera. @param deviceId default: the system's default camera */
  readonly setCamera = (on: boolean, deviceId?: string): Promise<void> =>
    this.#use('camera', on && this.#maySpeak, deviceId);

  /** Asks the user for a screen, window or tab to share, or ends sharing it. */
  readonly setScreen = (on: boolean): Promise<void> => this.#use('screen', on && this.#maySpeak);

  /** Starts sound that the browser blocks, if it is called from a click or key press. */
  readonly startSound = (): void => this.#voices.resume();

  /** Sets the name that others see. @throws RequestError if the server refuses it */
  readonly setUsername = async (username: string): Promise<void> => {
    if (username === this.#username) return;
    this.#username = username;
    if (this.manager) await this.manager.setUsername(username);
    else this.#setSelf({ username });
  };

  /** Follows a Manager, and starts it. */
  start(manager: Manager): void {
    const showParticipants = () => this.#showParticipants();
    this.#manager = manager;
    this.#stops = [
      manager.on('self', (self) => this.#showSelf(self)),
      manager.on('participants', showParticipants),
      manager.on('participant', showParticipants),
      manager.on('speakers', showParticipants),
      manager.on('levels', () => this.#showLevels()),
      manager.on('stopped', ({ media, by }) => {
        if (media === 'microphone') merge(this.state, { mutedBy: by });
        else this.#devices[media].close();
      }),
    ];
    if (this.state.value.self.muted) manager.setMuted(true);
    manager.start();
  }

  /** Closes the devices, and leaves the room. The client stays muted or unmuted. */
  stop(): void {
    const { manager } = this;
    if (!manager) return;
    for (const stop of this.#stops.splice(0)) stop();
    for (const device of Object.values(this.#devices)) device.close();
    this.#manager = undefined;
    manager.leave();
    this.#voices.close();
    this.#speech.close();
    this.participants.set(this.participants.initial);
    const { muted } = this.state.value.self;
    this.#setSelf({ ...this.state.initial.self, username: this.#username, muted });
    merge(this.state, { mutedBy: undefined });
  }

  protected setMaySpeak(maySpeak: boolean): void {
    this.#maySpeak = maySpeak;
    this.#setSelf({ maySpeak });
  }

  /** Sends neither a voice nor pictures, until the user turns them on again. */
  protected stopSending(): void {
    if (!this.state.value.self.muted) this.setMuted(true);
    this.#devices.camera.close();
    this.#devices.screen.close();
  }

  async #use(kind: MediaKind, on: boolean, deviceId?: string): Promise<void> {
    if (on && this.manager) await this.#devices[kind].open(deviceId);
    else this.#devices[kind].close();
  }

  #setSelf(fields: Partial<MediaState['self']>): void {
    merge(this.state, { self: merged(this.state.value.self, fields) });
  }

  #showSelf({ level, ...fields }: Self): void {
    const speaking = fields.microphone !== undefined && !fields.muted && this.#speech.isSpeaking(this, level);
    this.#setSelf({ ...fields, maySpeak: fields.maySpeak && this.#maySpeak, speaking });
  }

  #showLevels(): void {
    if (!this.manager) return;
    this.#showSelf(this.manager.self);
    this.#showParticipants();
  }

  #showParticipants(): void {
    const { participants = new Map<string, never>(), speakers = [] } = this.manager ?? {};
    const before = new Map(this.participants.value.map((each) => [each.id, each]));
    const now = [...participants.values()].map((each) => {
      // A media server forwards only the loudest voices, and names all those who talk.
      const speaks = this.#speech.isSpeaking(each, each.level) || speakers.includes(each.id);
      return participantState(each, speaks, before.get(each.id));
    });
    this.participants.set(sameList(this.participants.value, now));
    if (this.#options.playVoices ?? true) this.#voices.play(now.flatMap(soundsOf));
  }
}

/** A participant's voice, and the sound of the shared screen. */
function soundsOf({ id, audio, screen }: ParticipantState): { id: string; audio: MediaStream | undefined }[] {
  const hasSound = screen !== undefined && screen.getAudioTracks().length > 0;
  return [{ id, audio }, ...(hasSound ? [{ id: `${id} screen`, audio: screen }] : [])];
}
