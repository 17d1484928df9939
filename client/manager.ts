import type { Room, RoomMember, ServerMessage, Text, Welcome } from 'lectern-protocol';
import { type Clock, systemClock } from './clock.js';
import { Emitter } from './emitter.js';
import { type Participant, RoomParticipant } from './participant.js';
import { BufferedSignals } from './peer/buffered-signals.js';
import { IceServers } from './peer/ice-servers.js';
import { SignalPacer } from './peer/signal-pacer.js';
import { type SignalMessage, signalTypes } from './peer/signals.js';
import type { LocalMedia, MediaKind, TransportFactory } from './peer/transport.js';
import { VideoPeer } from './peer/video-peer.js';
import { RequestError } from './request-error.js';
import type { Signaler } from './signaler.js';
import { SpeakingLevels } from './speaking-levels.js';

/** How many of those who left are remembered by name. */
const MAX_LEFT = 200;

/** ms after a goodbye in which the other leaves the room; who stays is connected to again. */
const GOODBYE = 10_000;

/** What the Manager needs of a Signaler. */
export type Signaling = Pick<Signaler, 'state' | 'id' | 'on' | 'send' | 'request' | 'connect' | 'close'>;

export interface ManagerOptions {
  /** As by setUsername; without one the server gives a name. */
  username?: string;
  /** The room, such as a Lecture's `roomId`, where it is not that of the signaler's endpoint. */
  room?: string;
  /** `relay`: only through TURN servers. Default `all`. */
  iceTransportPolicy?: 'all' | 'relay';
  /** As by setMicrophone. */
  microphone?: MediaStream;
  /**
   * Whose sound is let through; default everybody's, as far as the room's settings let them speak. Of the others every microphone and screen is silent here,
   * whatever plays it. Asked when somebody comes or gets another name, and by checkHeard().
   */
  mayBeHeard?: (participant: Participant) => boolean;
  /** What carries media; default simple-peer, which is loaded when the first other client is in the room. */
  createTransport?: TransportFactory;
  /** What measures speaking levels; closed by leave(). */
  levels?: Pick<SpeakingLevels, 'watch' | 'close'>;
  clock?: Clock;
  /** 0 up to 1, like Math.random. */
  random?: () => number;
}

/** This client, as the others in the room are told. */
export interface Self {
  readonly id: string | undefined;
  readonly username: string;
  /** A viewer is not heard where only presenters may speak. */
  readonly role: 'presenter' | 'viewer';
  /** Whether the room's settings let us be heard. */
  readonly maySpeak: boolean;
  /** Speaking level, 0 to 1. */
  readonly level: number;
  readonly muted: boolean;
  readonly microphone: MediaStream | undefined;
  readonly camera: MediaStream | undefined;
  readonly screen: MediaStream | undefined;
}

/** A text that somebody wrote. */
export interface TextEvent {
  /** The writer's client id, put on by the server. */
  sender: string;
  /** The writer's name in the room. */
  username: string;
  data: Text;
  /** Whether we wrote it. */
  own: boolean;
  /** Whether it was written to us alone, and not to the room. */
  direct: boolean;
}

export interface ManagerEvents {
  /** Somebody came or left. */
  participants: ReadonlyMap<string, Participant>;
  /** A field of one participant changed, other than the level. */
  participant: Participant;
  /** Speaking levels changed, own or others'; at most ten times a second. */
  levels: undefined;
  self: Self;
  /** The room's settings, where it has some, when we come in and when they change. */
  settings: Room;
  text: TextEvent;
}

/**
 * A room as one client sees it: follows who is in it, keeps a VideoPeer to everybody else, and carries text.
 * The streams it is given stay their owner's: it sends them, and never stops a track.
 */
export class Manager extends Emitter<ManagerEvents> {
  readonly signaler: Signaling;
  readonly #givenRoom: string | undefined;
  readonly #iceTransportPolicy: 'all' | 'relay';
  readonly #mayBeHeard: (participant: Participant) => boolean;
  readonly #createTransport: TransportFactory | undefined;
  readonly #clock: Clock;
  readonly #random: () => number;
  readonly #participants = new Map<string, RoomParticipant>();
  readonly #iceServers: IceServers;
  readonly #pacer: SignalPacer;
  readonly #levels: Pick<SpeakingLevels, 'watch' | 'close'>;
  readonly #early = new BufferedSignals();
  /** Names of those who left, by id. */
  readonly #left = new Map<string, string>();
  /** Ids of our connections before: the server may take some time to see that they are dead. */
  readonly #formerIds = new Set<string>();
  #self: Self;
  #settings: Room | undefined;
  #welcome: Welcome | undefined;
  #stops: (() => void)[] = [];
  #stopLevel = () => {};
  #levelsChanged = false;

  constructor(signaler: Signaling, options: ManagerOptions = {}) {
    super();
    this.signaler = signaler;
    this.#givenRoom = options.room;
    this.#iceTransportPolicy = options.iceTransportPolicy ?? 'all';
    this.#mayBeHeard = options.mayBeHeard ?? (() => true);
    this.#createTransport = options.createTransport;
    this.#levels = options.levels ?? new SpeakingLevels();
    this.#clock = options.clock ?? systemClock;
    this.#random = options.random ?? Math.random;
    this.#iceServers = new IceServers(signaler);
    this.#pacer = new SignalPacer(signaler, this.#clock);
    this.#self = {
      id: undefined,
      username: options.username ?? '',
      role: 'presenter',
      maySpeak: true,
      level: 0,
      muted: false,
      microphone: undefined,
      camera: undefined,
      screen: undefined,
    };
    this.setMicrophone(options.microphone);
  }

  get self(): Self {
    return this.#self;
  }

  /** The room's settings; undefined where it has none. */
  get settings(): Room | undefined {
    return this.#settings;
  }

  /** Everybody else in the room, by id. */
  get participants(): ReadonlyMap<string, Participant> {
    return this.#participants;
  }

  /** Connects the signaler where it is not yet, and enters its room. */
  start(): void {
    if (this.#stops.length > 0) return;
    const { signaler } = this;
    this.#stops = [
      signaler.on('state', (state) => {
        if (state.name === 'open') this.#opened(state.welcome);
      }),
      signaler.on('room-settings', ({ data }) => this.#isOurRoom(data) && this.#setSettings(data)),
      signaler.on('room-info', ({ data }) => this.#isOurRoom(data) && this.#replaceAll(data.clients)),
      signaler.on('client-joined', ({ data }) => this.#isOurRoom(data) && this.#join(data.clients)),
      signaler.on('client-updated', ({ data }) => this.#isOurRoom(data) && this.#join(data.clients)),
      signaler.on('client-left', ({ data }) => this.#isOurRoom(data) && this.#leave(data.ids)),
      signaler.on('bye', ({ sender }) => this.#bye(sender)),
      signaler.on('text', (message) => this.#text(message)),
      ...signalTypes.map((type) => signaler.on(type, (message) => this.#signal(message))),
    ];
    if (signaler.state.name === 'open') {
      this.#opened(signaler.state.welcome);
      // What was sent after the welcome is missed.
      signaler.send(
        'get-room-info',
        this.#givenRoom === undefined ? undefined : { room_id: this.#givenRoom },
      );
    }
    signaler.connect();
  }

  /** Sets the name that others see, now and after each reconnection. Rejects with RequestError where it is refused. */
  async setUsername(username: string): Promise<void> {
    this.#change({ username });
    try {
      await this.signaler.request('profile', { username });
    } catch (error) {
      // Without a connection it is sent with the next one.
      if (!(error instanceof RequestError) || error.code !== 'disconnected') throw error;
    }
  }

  /** Sends this microphone's sound to everybody; undefined: takes part as a listener. */
  setMicrophone(microphone: MediaStream | undefined): void {
    this.#silence(microphone, this.#self.muted);
    this.#setMedia('microphone', microphone);
    this.#stopLevel();
    this.#stopLevel = microphone
      ? this.#levels.watch(microphone, (level) => {
          this.#self = { ...this.#self, level };
          this.#tellLevels();
        })
      : () => {};
  }

  /** Sends silence instead of the microphone's sound, also of one that is set later, and tells the others. */
  setMuted(muted: boolean): void {
    this.#silence(this.#self.microphone, muted);
    for (const { peer } of this.#participants.values()) peer?.setMuted(muted);
    this.#change({ muted });
  }

  /** Asks `mayBeHeard` about everybody again: to be called when its answers may have changed. */
  checkHeard(): void {
    for (const participant of this.#participants.values()) {
      if (this.#hear(participant)) this.emit('participant', participant);
    }
  }

  setCamera(camera: MediaStream | undefined): void {
    this.#setMedia('camera', camera);
  }

  setScreen(screen: MediaStream | undefined): void {
    this.#setMedia('screen', screen);
  }

  /** Writes to the room. Resolves when the server accepted it; rejects with RequestError. */
  async sendText(text: string): Promise<void> {
    const time = new Date().toISOString();
    await this.signaler.request(
      'text',
      { from: this.#self.username, time, text },
      { receiver: this.#givenRoom === undefined ? 'room' : `room/${this.#givenRoom}` },
    );
  }

  /** Closes all peers and, where the room is that of its endpoint, leaves it by closing the signaler for good. */
  leave(): void {
    for (const stop of this.#stops.splice(0)) stop();
    this.#leave([...this.#participants.keys()]);
    this.#early.clear();
    this.#welcome = undefined;
    this.#stopLevel();
    this.#levels.close();
    if (this.#givenRoom === undefined) this.signaler.close();
    this.#change({ id: undefined, level: 0 });
  }

  #opened(welcome: Welcome): void {
    const before = this.#welcome?.id;
    this.#welcome = welcome;
    this.#pacer.reset(welcome.limits.rates.signaling);
    if (welcome.id !== before) {
      // We are somebody new to the others, who make new peers to us.
      if (before !== undefined) this.#formerIds.add(before);
      this.#iceServers.reset();
      this.#early.clear();
      this.#settings = undefined;
      for (const participant of this.#participants.values()) {
        this.#closePeer(participant);
        participant.attempts = 0;
        this.emit('participant', participant);
      }
    } else {
      // The connection was lost because the network has changed, perhaps.
      for (const { peer } of this.#participants.values()) void peer?.check();
    }
    const { username } = this.#self;
    // Where a token says who somebody is, nobody chooses a name.
    if (username && welcome.login !== 'required') this.signaler.send('profile', { username });
    void this.#iceServers.get();
    this.#change({ id: welcome.id });
  }

  #isOurRoom({ room_id }: { room_id: string }): boolean {
    return room_id === this.#room;
  }

  get #room(): string | undefined {
    return this.#givenRoom ?? this.#welcome?.room_id;
  }

  #replaceAll(members: RoomMember[]): void {
    const present = new Set(members.map(({ id }) => id));
    this.#leave([...this.#participants.keys()].filter((id) => !present.has(id)));
    this.#join(members);
  }

  /** Takes in newcomers, and new names of those who are there. */
  #join(members: RoomMember[]): void {
    let changed = false;
    for (const member of members) {
      if (member.id === this.#welcome?.id) this.#recognize(member);
      else if (!this.#formerIds.has(member.id)) changed = this.#meet(member) || changed;
    }
    if (changed) this.emit('participants', this.#participants);
  }

  /** What the others are told of us. */
  #recognize(member: RoomMember): void {
    const { username } = member;
    const role = roleOf(member);
    if (!this.#self.username) this.#change({ username });
    if (role !== this.#self.role) this.#change({ role, maySpeak: this.#maySpeak(role) });
  }

  #setSettings(settings: Room): void {
    this.#settings = settings;
    this.#change({ maySpeak: this.#maySpeak(this.#self.role) });
    this.emit('settings', settings);
    this.checkHeard();
  }

  #maySpeak(role: Self['role']): boolean {
    return role === 'presenter' || this.#settings?.speech !== 'presenters';
  }

  /** Whether it is a newcomer. */
  #meet(member: RoomMember): boolean {
    const { id, username } = member;
    const role = roleOf(member);
    const known = this.#participants.get(id);
    const participant = known ?? new RoomParticipant(id, username);
    const renamed = participant.username !== username || participant.role !== role;
    participant.username = username;
    participant.user = member.user ?? id;
    participant.role = role;
    this.#participants.set(id, participant);
    this.#hear(participant);
    const opens = !participant.peer && !participant.saidBye;
    if (opens) this.#openPeer(participant);
    if (known && (opens || renamed)) this.emit('participant', participant);
    return !known;
  }

  /** Lets somebody's sound through or not; whether that is another thing than before. */
  #hear(participant: RoomParticipant): boolean {
    const before = participant.silenced;
    participant.silenced = !this.#maySpeak(participant.role) || !this.#mayBeHeard(participant);
    participant.peer?.setSilenced(participant.silenced);
    return participant.silenced !== before;
  }

  #leave(ids: string[]): void {
    let changed = false;
    for (const id of ids) {
      const participant = this.#participants.get(id);
      if (!participant) continue;
      changed = true;
      this.#participants.delete(id);
      this.#closePeer(participant);
      this.#left.set(id, participant.username);
    }
    for (const id of [...this.#left.keys()].slice(0, -MAX_LEFT)) this.#left.delete(id);
    if (changed) this.emit('participants', this.#participants);
  }

  #bye(sender: string): void {
    const participant = this.#participants.get(sender);
    if (!participant) return;
    participant.saidBye = true;
    this.#closePeer(participant);
    this.emit('participant', participant);
    this.#clock.after(GOODBYE, () => {
      if (this.#participants.get(sender) === participant) this.#reopenPeer(participant);
    });
  }

  #signal(message: SignalMessage): void {
    const participant = this.#participants.get(message.sender);
    if (participant) {
      // Who wants to connect has not gone, whatever was said.
      const demand = message.type === 'offer' || message.type === 'renegotiate';
      if (demand) this.#reopenPeer(participant);
      participant.peer?.receive(message);
    } else if (!this.#left.has(message.sender) && !this.#formerIds.has(message.sender)) {
      this.#early.keep(message, this.#clock.now());
    }
  }

  #text({ sender, receiver, data }: ServerMessage<'text'>): void {
    const { id, username: ownName } = this.#self;
    if (receiver !== id && receiver !== `room/${this.#room}`) return;
    const own = sender === id || this.#formerIds.has(sender);
    const known = this.#participants.get(sender)?.username ?? this.#left.get(sender);
    const username = own ? ownName : (known ?? data.from);
    this.emit('text', { sender, username, data, own, direct: receiver === id });
  }

  #openPeer(participant: RoomParticipant): void {
    const selfId = this.#welcome?.id;
    if (selfId === undefined) return;
    const peer = new VideoPeer({
      signaler: this.#pacer,
      selfId,
      remoteId: participant.id,
      iceServers: () => this.#iceServers.get(),
      iceTransportPolicy: this.#iceTransportPolicy,
      media: this.#media(),
      muted: this.#self.muted,
      silenced: participant.silenced,
      attempts: participant.attempts,
      levels: this.#levels,
      createTransport: this.#createTransport,
      clock: this.#clock,
      random: this.#random,
    });
    participant.saidBye = false;
    participant.peer = peer;
    const tell = () => {
      if (participant.peer === peer) this.emit('participant', participant);
    };
    peer.on('state', tell);
    peer.on('remote', tell);
    peer.on('quality', tell);
    peer.on('level', () => this.#tellLevels());
    for (const message of this.#early.take(participant.id, this.#clock.now())) peer.receive(message);
  }

  #reopenPeer(participant: RoomParticipant): void {
    if (participant.peer) return;
    this.#openPeer(participant);
    this.emit('participant', participant);
  }

  #closePeer(participant: RoomParticipant): void {
    this.#pacer.forget(participant.id);
    const { peer } = participant;
    if (!peer) return;
    participant.peer = undefined;
    participant.attempts = peer.attempts;
    peer.close();
  }

  #media(): LocalMedia {
    const { microphone, camera, screen } = this.#self;
    return { ...(microphone && { microphone }), ...(camera && { camera }), ...(screen && { screen }) };
  }

  #setMedia(kind: MediaKind, stream: MediaStream | undefined): void {
    if (stream === this.#self[kind]) return;
    this.#change({ [kind]: stream });
    for (const { peer } of this.#participants.values()) peer?.setMedia(this.#media());
    const ended = () => {
      const over = stream?.getTracks().every(({ readyState }) => readyState === 'ended');
      if (!over || this.#self[kind] !== stream) return;
      if (kind === 'microphone') this.setMicrophone(undefined);
      else this.#setMedia(kind, undefined);
    };
    for (const track of stream?.getTracks() ?? []) track.addEventListener('ended', ended);
  }

  #silence(microphone: MediaStream | undefined, muted: boolean): void {
    for (const track of microphone?.getAudioTracks() ?? []) track.enabled = !muted;
  }

  #change(fields: Partial<Self>): void {
    this.#self = { ...this.#self, ...fields };
    this.emit('self', this.#self);
  }

  /** All levels are measured in one turn: they make one event. */
  #tellLevels(): void {
    if (this.#levelsChanged) return;
    this.#levelsChanged = true;
    queueMicrotask(() => {
      this.#levelsChanged = false;
      this.emit('levels', undefined);
    });
  }
}

const roleOf = ({ role }: RoomMember): Self['role'] => role ?? 'presenter';
