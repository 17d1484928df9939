import type { EntryState, MediaStopped, Room, RoomMember, ServerMessage, Welcome } from 'lectern-protocol';
import { type Clock, systemClock } from './clock.js';
import { Emitter } from './emitter.js';
import { LocalParticipant, type Self } from './local-participant.js';
import type { ManagerEvents } from './manager-events.js';
import type { ManagerOptions } from './manager-options.js';
import { MemberOrder } from './member-order.js';
import { type Participant, RoomParticipant } from './participant.js';
import { type SignalMessage, signalTypes } from './peer/signals.js';
import { RequestError } from './request-error.js';
import { RoomConnections } from './room-connections.js';
import { isRoomId } from './room-id.js';
import { RoomModeration } from './room-moderation.js';
import type { SignalerState } from './signaler-state.js';
import type { Signaling } from './signaling.js';
import { SpeakingLevels } from './speaking-levels.js';

/** Number of former participants whose names are remembered, for texts that arrive after they have left. */
const MAX_LEFT = 200;

/** ms after a `bye` within which the client leaves the room. If it stays, it is connected to again. */
const GOODBYE = 10_000;

/**
 * A room from the view of one client: the participants, a VideoPeer to each of them, and text.
 * The streams remain their owner's: the Manager sends them and never stops a track.
 */
export class Manager extends Emitter<ManagerEvents> {
  readonly signaler: Signaling;
  /** For the user who moderates the room, see `self.moderates`. */
  readonly moderation: RoomModeration;
  readonly #givenRoom: string | undefined;
  readonly #mayBeHeard: (participant: Participant) => boolean;
  readonly #mayBeSeen: (participant: Participant) => boolean;
  readonly #clock: Clock;
  readonly #participants = new Map<string, RoomParticipant>();
  readonly #local: LocalParticipant;
  readonly #connections: RoomConnections;
  readonly #levels: Pick<SpeakingLevels, 'watch' | 'close'>;
  readonly #order = new MemberOrder();
  /** Names of former participants, by id. */
  readonly #left = new Map<string, string>();
  /** Ids of this client's former connections, which the server can consider alive for some time. */
  readonly #formerIds = new Set<string>();
  #settings: Room | undefined;
  #entryState: EntryState['state'] | undefined;
  #welcome: Welcome | undefined;
  /** Whether the members of the next list can have connections to an earlier page of this client. */
  #replacesPeers = false;
  #stops: (() => void)[] = [];
  #levelsChanged = false;

  constructor(signaler: Signaling, options: ManagerOptions = {}) {
    super();
    const { levels = new SpeakingLevels(), clock = systemClock, random = Math.random } = options;
    this.signaler = signaler;
    this.#givenRoom = options.room;
    this.moderation = new RoomModeration(signaler, () => this.#room ?? '');
    this.#mayBeHeard = options.mayBeHeard ?? (() => true);
    this.#mayBeSeen = options.mayBeSeen ?? (() => true);
    this.#clock = clock;
    this.#levels = levels;
    this.#local = new LocalParticipant(options.username ?? '', levels);
    this.#connections = new RoomConnections({
      participants: this.#participants,
      signaling: signaler,
      local: this.#local,
      iceTransportPolicy: options.iceTransportPolicy,
      createTransport: options.createTransport,
      levels,
      clock,
      random,
      onChange: (participant) => this.emit('participant', participant),
      onLevel: () => this.#emitLevels(),
      onSpeakers: () => this.emit('speakers', this.speakers),
    });
    this.#local.on('self', (self) => this.emit('self', self));
    this.#local.on('level', () => this.#emitLevels());
    this.setMicrophone(options.microphone);
    this.setSoundOnly(options.soundOnly ?? false);
  }

  get self(): Self {
    return this.#local.self;
  }

  /** The room's settings; undefined if it has none. */
  get settings(): Room | undefined {
    return this.#settings;
  }

  /**
   * Whether this client waits until the owner of the room admits it, was admitted, or was refused; undefined if the room
   * did not require it. Clients wait with the Signaler's option `wait`.
   */
  get entryState(): EntryState['state'] | undefined {
    return this.#entryState;
  }

  /** All other clients in the room, by id. */
  get participants(): ReadonlyMap<string, Participant> {
    return this.#participants;
  }

  /**
   * Ids of the clients that talk, this one included, as the media server hears them: the loudest first, which is the active
   * speaker. Empty while clients are connected to each other.
   */
  get speakers(): readonly string[] {
    return this.#connections.speakers;
  }

  /** Connects the signaler if necessary, and joins its room. */
  start(): void {
    if (this.#stops.length > 0) return;
    const { signaler } = this;
    this.#local.startLevel();
    this.#stops = [
      signaler.on('state', (state) => {
        if (state.name === 'open') this.#opened(state);
      }),
      signaler.on('room-settings', ({ data }) => this.#isOurRoom(data) && this.#setSettings(data)),
      signaler.on('entry-state', ({ data }) => this.#isOurRoom(data) && this.#setEntryState(data)),
      signaler.on('stop-media', ({ data }) => this.#isOurRoom(data) && this.#stopMedia(data)),
      signaler.on('room-info', ({ data }) => this.#isOurRoom(data) && this.#replaceAll(data.clients)),
      ...(['client-joined', 'client-updated'] as const).map((type) =>
        signaler.on(type, ({ data }) => this.#isOurRoom(data) && this.#join(data.clients)),
      ),
      signaler.on('client-left', ({ data }) => this.#isOurRoom(data) && this.#leave(data.ids)),
      signaler.on('bye', ({ sender }) => this.#receiveBye(sender)),
      signaler.on('text', (message) => this.#receiveText(message)),
      ...signalTypes.map((type) => signaler.on(type, (message) => this.#receiveSignal(message))),
    ];
    if (signaler.state.name === 'open') {
      this.#opened(signaler.state);
      // The list of members that followed the welcome was missed.
      signaler.send(
        'get-room-info',
        this.#givenRoom === undefined ? undefined : { room_id: this.#givenRoom },
      );
    }
    signaler.connect();
  }

  /** Sets the name that others see, now and after each reconnection. @throws RequestError if the server refuses it */
  async setUsername(username: string): Promise<void> {
    this.#local.update({ username });
    try {
      await this.signaler.request('profile', { username });
    } catch (error) {
      // Without a connection, the name is sent on the next one.
      if (!(error instanceof RequestError) || error.code !== 'disconnected') throw error;
    }
  }

  /** Sends this microphone's sound to all participants. Without a microphone, this client only listens. */
  setMicrophone(microphone: MediaStream | undefined): void {
    this.#local.setMedia('microphone', microphone);
  }

  setCamera(camera: MediaStream | undefined): void {
    this.#local.setMedia('camera', camera);
  }

  setScreen(screen: MediaStream | undefined): void {
    this.#local.setMedia('screen', screen);
  }

  /** Sends silence instead of the microphone's sound, also of microphones that are set later, and tells the others. */
  setMuted(muted: boolean): void {
    this.#local.setMuted(muted);
    this.#connections.setMuted(muted);
  }

  /**
   * Receives no cameras and screens, which saves a slow or metered connection, or receives them again. Has an effect
   * while a media server carries the room.
   */
  setSoundOnly(soundOnly: boolean): void {
    this.#connections.setSoundOnly(soundOnly);
  }

  /**
   * Says how wide the camera of a participant is shown, in CSS pixels: 0 if it is hidden. A media server then sends a
   * smaller picture for a small tile, if the camera's browser publishes one. Otherwise, this client receives the full size.
   */
  setCameraWidth(id: string, width: number): void {
    const participant = this.#participants.get(id);
    if (!participant || participant.cameraWidth === width) return;
    participant.cameraWidth = width;
    this.#connections.sizesChanged();
  }

  /** Calls `mayBeHeard` and `mayBeSeen` for all participants again. Call it when the results may have changed. */
  checkHeard(): void {
    for (const participant of this.#participants.values()) {
      if (this.#applyRights(participant)) this.emit('participant', participant);
    }
  }

  /**
   * Writes to the room. Resolves when the server has accepted the text, which can be after a reconnection.
   * @throws RequestError
   */
  async sendText(text: string): Promise<void> {
    const time = new Date().toISOString();
    await this.signaler.request(
      'text',
      { from: this.self.username, time, text },
      {
        receiver: this.#givenRoom === undefined ? 'room' : `room/${this.#givenRoom}`,
        timeout: Number.POSITIVE_INFINITY,
      },
    );
  }

  /** Closes all peers. If the room is that of the signaler's endpoint, also closes the signaler. */
  leave(): void {
    for (const stop of this.#stops.splice(0)) stop();
    this.#leave([...this.#participants.keys()]);
    this.#connections.stop();
    this.#welcome = undefined;
    this.#local.stopLevel();
    this.#levels.close();
    if (this.#givenRoom === undefined) this.signaler.close();
    this.#local.update({ id: undefined, level: 0, moderates: false });
  }

  #opened({ welcome, resumed }: SignalerState & { name: 'open' }): void {
    const before = this.#welcome?.id;
    this.#welcome = welcome;
    // An earlier page can have had this session.
    this.#replacesPeers = resumed && before === undefined;
    if (welcome.id !== before) {
      // To the others, this is a new client, to which they make new peers.
      if (before !== undefined) this.#formerIds.add(before);
      this.#settings = undefined;
      this.#entryState = undefined;
      for (const participant of this.#participants.values()) {
        this.#connections.close(participant);
        participant.attempts = 0;
        this.emit('participant', participant);
      }
    } else {
      // A change of network can be the reason why the connection was lost.
      for (const { peer } of this.#participants.values()) void peer?.check();
    }
    const { username } = this.self;
    // With tokens, users cannot choose their names.
    if (username && welcome.login !== 'required') this.signaler.send('profile', { username });
    this.#connections.connected(welcome);
    this.#local.update({ id: welcome.id });
    if (resumed && this.#isIn) this.#connections.join(this.#room, welcome);
  }

  /** Whether this client does not wait, and was not refused. */
  get #isIn(): boolean {
    return this.#entryState === undefined || this.#entryState === 'admitted';
  }

  #isOurRoom({ room_id }: { room_id: string }): boolean {
    return room_id === this.#room;
  }

  get #room(): string | undefined {
    return this.#givenRoom ?? this.#welcome?.room_id;
  }

  #replaceAll(members: RoomMember[]): void {
    this.#order.replace(members);
    const present = new Set(members.map(({ id }) => id));
    this.#leave([...this.#participants.keys()].filter((id) => !present.has(id)));
    this.#join(members);
    this.#replacesPeers = false;
    this.#connections.join(this.#room, this.#welcome);
  }

  /** Adds new members, and updates those that are known. */
  #join(members: RoomMember[]): void {
    this.#order.update(members);
    this.#checkModerates();
    let changed = false;
    for (const member of members) {
      if (member.id === this.#welcome?.id) this.#updateSelf(member);
      else if (!this.#formerIds.has(member.id)) changed = this.#addOrUpdate(member) || changed;
    }
    if (changed) this.emit('participants', this.#participants);
  }

  #updateSelf(member: RoomMember): void {
    const { username } = member;
    const role = roleOf(member);
    if (!this.self.username) this.#local.update({ username });
    if (role !== this.self.role) this.#local.update({ role, maySpeak: this.#maySpeak(role) });
  }

  #setSettings(settings: Room): void {
    this.#settings = settings;
    this.#local.update({ maySpeak: this.#maySpeak(this.self.role) });
    this.#checkModerates();
    this.emit('settings', settings);
    this.checkHeard();
  }

  #setEntryState(entry: EntryState): void {
    this.#entryState = entry.state;
    // After a reload, this client has tried to join the room's media before it knew.
    if (entry.state === 'waiting') this.#connections.waits();
    this.emit('entry', entry);
  }

  #checkModerates(): void {
    const isFirst = () => isRoomId(this.#room ?? '') && this.#order.isFirst(this.#welcome?.id ?? '');
    const moderates = this.#settings ? this.#settings.own === true : isFirst();
    if (moderates !== this.self.moderates) this.#local.update({ moderates });
  }

  #maySpeak(role: Self['role']): boolean {
    return role === 'presenter' || this.#settings?.speech !== 'presenters';
  }

  /** Returns whether the member is new. */
  #addOrUpdate(member: RoomMember): boolean {
    const { id, username } = member;
    const role = roleOf(member);
    const known = this.#participants.get(id);
    const participant = known ?? new RoomParticipant(id, username);
    const renamed = participant.username !== username || participant.role !== role;
    participant.username = username;
    participant.user = member.user ?? id;
    participant.role = role;
    this.#participants.set(id, participant);
    this.#applyRights(participant);
    const opens = !participant.saidBye && this.#connections.open(participant, this.#replacesPeers);
    if (known && (opens || renamed)) this.emit('participant', participant);
    return !known;
  }

  /** Silences and hides a participant who is not allowed to be heard or seen. Returns whether this changed. */
  #applyRights(participant: RoomParticipant): boolean {
    const { silenced, hidden } = participant;
    participant.hidden = !this.#mayBeSeen(participant);
    participant.silenced = !this.#maySpeak(participant.role) || !this.#mayBeHeard(participant);
    participant.peer?.setSilenced(participant.silenced);
    participant.served?.setSilenced(participant.silenced);
    return participant.silenced !== silenced || participant.hidden !== hidden;
  }

  #leave(ids: string[]): void {
    this.#order.remove(ids);
    this.#checkModerates();
    let changed = false;
    for (const id of ids) {
      const participant = this.#participants.get(id);
      if (!participant) continue;
      changed = true;
      this.#participants.delete(id);
      this.#connections.close(participant);
      this.#left.set(id, participant.username);
    }
    for (const id of [...this.#left.keys()].slice(0, -MAX_LEFT)) this.#left.delete(id);
    if (changed) this.emit('participants', this.#participants);
  }

  /** Obeys the owner of the room, or the instructor. */
  #stopMedia({ media, by, except }: MediaStopped): void {
    const { user } = this.#welcome ?? {};
    if (user && except?.includes(user.id)) return;
    const { muted, microphone } = this.self;
    const wasOn =
      media === 'microphone' ? microphone !== undefined && !muted : this.self[media] !== undefined;
    if (media === 'microphone') this.setMuted(true);
    else this.#local.setMedia(media, undefined);
    this.emit('stopped', { media, by, wasOn });
  }

  #receiveBye(sender: string): void {
    const participant = this.#participants.get(sender);
    if (!participant) return;
    participant.saidBye = true;
    this.#connections.close(participant);
    this.emit('participant', participant);
    this.#clock.after(GOODBYE, () => {
      if (this.#participants.get(sender) === participant) this.#reopen(participant);
    });
  }

  #receiveSignal(message: SignalMessage): void {
    const participant = this.#participants.get(message.sender);
    if (participant) {
      // A client that wants to connect has not left, even after a `bye`.
      const connects = message.type === 'offer' || message.type === 'renegotiate';
      if (connects) this.#reopen(participant);
      participant.peer?.receive(message);
    } else if (!this.#left.has(message.sender) && !this.#formerIds.has(message.sender)) {
      this.#connections.keep(message);
    }
  }

  #reopen(participant: RoomParticipant): void {
    if (this.#connections.open(participant)) this.emit('participant', participant);
  }

  #receiveText({ sender, receiver, data }: ServerMessage<'text'>): void {
    const { id, username: ownName } = this.self;
    if (receiver !== id && receiver !== `room/${this.#room}`) return;
    const own = sender === id || this.#formerIds.has(sender);
    const known = this.#participants.get(sender)?.username ?? this.#left.get(sender);
    const username = own ? ownName : (known ?? data.from);
    this.emit('text', { sender, username, data, own, direct: receiver === id });
  }

  /** All levels are measured at the same time, so they make one event. */
  #emitLevels(): void {
    if (this.#levelsChanged) return;
    this.#levelsChanged = true;
    queueMicrotask(() => {
      this.#levelsChanged = false;
      this.emit('levels', undefined);
    });
  }
}

const roleOf = ({ role }: RoomMember): Self['role'] => role ?? 'presenter';
