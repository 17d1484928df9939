import {
  Lobby,
  Manager,
  openCamera,
  openMicrophone,
  type Participant,
  Programme,
  roomUrl,
  Signaler,
  type SignalerState,
  type Signaling,
} from 'lectern-client';

/** Every RTCPeerConnection that the page created. */
const connections: RTCPeerConnection[] = [];
globalThis.RTCPeerConnection = class extends RTCPeerConnection {
  constructor(config?: RTCConfiguration) {
    super(config);
    connections.push(this);
  }
};

function isOpen(signaler: Signaler): Promise<void> {
  return new Promise((resolve) => {
    const check = (state: SignalerState) => {
      if (state.name === 'open') resolve();
    };
    signaler.on('state', check);
    check(signaler.state);
  });
}

type Kind = 'room' | 'lobby' | 'programme';

export interface EnterOptions {
  room: string;
  username: string;
  /** Default: the fake device's, which beeps. */
  microphone?: boolean;
  /** Only through TURN servers. */
  relayOnly?: boolean;
  /** The kind of `room`: a lobby, or the title of a chat room beside a programme; by default a room. */
  kind?: Kind;
}

async function voicesOf(signaler: Signaler, room: string, kind: Kind = 'room'): Promise<Signaling> {
  if (kind === 'room') return signaler;
  if (kind === 'lobby') {
    const lobby = new Lobby(signaler, room);
    await lobby.join();
    return lobby.voices();
  }
  const programme = new Programme(signaler, 'final');
  await programme.enter();
  const found = programme.state.rooms.find(({ title }) => title === room);
  const roomId = found?.roomId ?? (await programme.createRoom(room, 10));
  if (found) await programme.join(roomId);
  return programme.voices(roomId);
}

export interface Seen {
  id: string;
  username: string;
  state: string;
  level: number;
  muted: boolean;
  listening: boolean;
  audio: boolean;
  camera: boolean;
  screen: boolean;
  trouble: string | undefined;
  quality: Participant['quality'] | undefined;
}

/** A visitor of a room that the tests control. */
class Visitor {
  manager: Manager | undefined;
  /** Sum of the energy heard of each participant since the last reset, by ID. */
  readonly #energy = new Map<string, number>();
  readonly #highest = new Map<string, number>();
  readonly #players = new Map<string, { stream: MediaStream; stop: () => void }>();
  /** Each state of each participant so far, as `<id> <state>`. */
  readonly states: string[] = [];
  readonly texts: { username: string; text: string; own: boolean }[] = [];
  readonly #context = new AudioContext();
  #painter: ReturnType<typeof setInterval> | undefined;

  #signaler: Signaler | undefined;

  /** Joins a room, without sending or playing sound yet. Resolves to the ID. */
  async connect(room: string, kind: Kind = 'room'): Promise<string> {
    const endpoint = new URL('/ws', location.origin.replace(/^http/, 'ws'));
    const url = kind === 'room' ? roomUrl(location.origin, room) : endpoint;
    const signaler = new Signaler(url, { reconnect: { base: 50, max: 500 } });
    this.#signaler = signaler;
    signaler.connect();
    await isOpen(signaler);
    return signaler.id ?? '';
  }

  async enter({ room, username, microphone = true, relayOnly = false, kind }: EnterOptions): Promise<void> {
    const stream = microphone ? await openMicrophone() : undefined;
    if (this.#signaler?.state.name !== 'open') await this.connect(room, kind);
    const signaler = this.#signaler as Signaler;
    await signaler.request('profile', { username });
    const manager = new Manager(await voicesOf(signaler, room, kind), {
      username,
      microphone: stream,
      iceTransportPolicy: relayOnly ? 'relay' : 'all',
    });
    this.manager = manager;
    manager.on('participants', () => this.#play());
    manager.on('participant', (participant) => {
      const entry = `${participant.id} ${participant.state}`;
      if (this.states.findLast((each) => each.startsWith(participant.id)) !== entry) this.states.push(entry);
      this.#play();
    });
    manager.on('levels', () => {
      for (const { id, level } of manager.participants.values()) {
        this.#highest.set(id, Math.max(level, this.#highest.get(id) ?? 0));
      }
    });
    manager.on('text', ({ username: from, data, own }) =>
      this.texts.push({ username: from, text: data.text, own }),
    );
    manager.start();
  }

  get others(): Seen[] {
    return [...(this.manager?.participants.values() ?? [])].map((each) => ({
      id: each.id,
      username: each.username,
      state: each.state,
      level: each.level,
      muted: each.muted,
      listening: each.listening,
      audio: !!each.audio,
      camera: !!each.camera,
      screen: !!each.screen,
      trouble: each.trouble?.reason,
      quality: each.quality,
    }));
  }

  of(username: string): Seen | undefined {
    return this.others.find((each) => each.username === username);
  }

  /** Energy heard of a participant since the last reset. */
  energy(username: string): number {
    return this.#energy.get(this.of(username)?.id ?? '') ?? 0;
  }

  highestLevel(username: string): number {
    return this.#highest.get(this.of(username)?.id ?? '') ?? 0;
  }

  reset(): void {
    this.#energy.clear();
    this.#highest.clear();
    this.states.length = 0;
  }

  async setCamera(on: boolean): Promise<void> {
    for (const track of this.manager?.self.camera?.getTracks() ?? []) track.stop();
    this.manager?.setCamera(on ? await openCamera() : undefined);
  }

  /** A tone instead of the microphone. */
  setTone(): void {
    const tone = new OscillatorNode(this.#context, { frequency: 440 });
    const end = this.#context.createMediaStreamDestination();
    tone.connect(end);
    tone.start();
    this.manager?.setMicrophone(end.stream);
  }

  /** A picture instead of a screen. It must be redrawn repeatedly, or no frame is sent. */
  setScreen(on: boolean): void {
    clearInterval(this.#painter);
    const canvas = document.createElement('canvas');
    const context = canvas.getContext('2d');
    if (on) this.#painter = setInterval(() => context?.fillRect(0, 0, canvas.width, canvas.height), 50);
    this.manager?.setScreen(on ? canvas.captureStream() : undefined);
  }

  /** Resolves to the width of the received picture, once one arrives. */
  async pictureWidth(username: string, kind: 'camera' | 'screen'): Promise<number> {
    const video = document.createElement('video');
    video.muted = true;
    video.autoplay = true;
    while (video.videoWidth === 0) {
      const id = this.of(username)?.id ?? '';
      const stream = this.manager?.participants.get(id)?.[kind] ?? null;
      if (video.srcObject !== stream) video.srcObject = stream;
      await new Promise(requestAnimationFrame);
    }
    return video.videoWidth;
  }

  /** Width of the picture that has arrived last; 0 if none has. */
  async receivedWidth(): Promise<number> {
    const reports = await Promise.all(
      this.connections.map(async (each) => [...(await each.getStats()).values()]),
    );
    return (
      reports.flat().find(({ type, framesDecoded }) => type === 'inbound-rtp' && framesDecoded > 0)
        ?.frameWidth ?? 0
    );
  }

  /** Says how wide the page shows a participant's camera. */
  setCameraWidth(username: string, width: number): void {
    this.manager?.setCameraWidth(this.of(username)?.id ?? '', width);
  }

  /** The open connections. */
  get connections(): RTCPeerConnection[] {
    return connections.filter(({ connectionState }) => connectionState !== 'closed');
  }

  #play(): void {
    const participants = this.manager?.participants ?? new Map<string, Participant>();
    for (const [id, player] of this.#players) {
      if (participants.get(id)?.audio === player.stream) continue;
      player.stop();
      this.#players.delete(id);
    }
    for (const { id, audio } of participants.values()) {
      if (audio && !this.#players.has(id))
        this.#players.set(id, { stream: audio, stop: this.#listen(id, audio) });
    }
  }

  /** Plays a stream as a page would, and adds up its energy. */
  #listen(id: string, stream: MediaStream): () => void {
    const element = new Audio();
    element.srcObject = stream;
    void element.play();
    const source = this.#context.createMediaStreamSource(stream);
    const analyser = this.#context.createAnalyser();
    source.connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    const timer = setInterval(() => {
      analyser.getFloatTimeDomainData(samples);
      const energy = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
      this.#energy.set(id, (this.#energy.get(id) ?? 0) + energy);
    }, 40);
    return () => {
      clearInterval(timer);
      source.disconnect();
      element.srcObject = null;
    };
  }
}

export type { Visitor };

declare global {
  var visitor: Visitor;
}

globalThis.visitor = new Visitor();
