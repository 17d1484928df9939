import type { Welcome } from 'lectern-protocol';
import { type Clock, systemClock } from './clock.js';
import { servedQuality } from './media-server/served-quality.js';
import { ServerMedia } from './media-server/server-media.js';
import type { RoomParticipant } from './participant.js';
import type { SignalMessage } from './peer/signals.js';
import type { LocalMedia } from './peer/transport.js';
import { RoomPeers, type RoomPeersOptions } from './room-peers.js';

/** ms for which connections remain after others have replaced them, so that slower clients are heard meanwhile. */
const OVERLAP = 5_000;

export interface RoomConnectionsOptions extends RoomPeersOptions {
  /** Others talk, or one has stopped. */
  onSpeakers(): void;
  /** The participants by id. */
  participants: ReadonlyMap<string, RoomParticipant>;
}

/** The connections that carry a room's media: one to each participant, or those to a media server. */
export class RoomConnections {
  readonly #options: RoomConnectionsOptions;
  readonly #clock: Clock;
  readonly #peers: RoomPeers;
  readonly #server: ServerMedia;
  /** The connection to Lectern on which this client has joined the room's media. */
  #joinedOn: Welcome | undefined;
  #cancelOverlap = () => {};

  constructor(options: RoomConnectionsOptions) {
    const {
      signaling,
      local,
      iceTransportPolicy,
      levels,
      clock = systemClock,
      random = Math.random,
    } = options;
    this.#options = options;
    this.#clock = clock;
    this.#peers = new RoomPeers(options);
    this.#server = new ServerMedia({
      signaling,
      iceServers: this.#peers.iceServers,
      iceTransportPolicy,
      levels,
      cameraWidth: (id) => options.participants.get(id)?.cameraWidth,
      clock,
      random,
      onCarrier: () => this.#changeCarrier(),
      onChange: (id) => this.#serve(id),
      onLevel: options.onLevel,
      onSpeakers: options.onSpeakers,
      onQuality: (quality) => {
        const participant = options.participants.get(quality.id);
        if (!participant) return;
        participant.servedQuality = servedQuality(quality);
        options.onChange(participant);
      },
    });
    local.on('media', (media) => this.#setMedia(media));
  }

  /** Starts a connection to the server. If it has another client id, open() makes peers for that id from now on. */
  connected(welcome: Welcome): void {
    this.#peers.connected(welcome);
    // Connections to the media server belong to one client id as well.
    if (welcome.id !== this.#joinedOn?.id) this.#server.disconnect();
  }

  /** Takes part in the room's media, once on each connection. A room of a namespace has none on a media server. */
  join(room: string | undefined, welcome: Welcome | undefined): void {
    if (this.#joinedOn === welcome || room === undefined || room.startsWith('/')) return;
    this.#joinedOn = welcome;
    const { local } = this.#options;
    this.#server.set(local.media, local.self.muted);
    void this.#server.join(room);
  }

  /** Called if this client waits to be admitted to the room: it joins the room's media once it is in the room. */
  waits(): void {
    this.#joinedOn = undefined;
  }

  setMuted(muted: boolean): void {
    const { participants, local } = this.#options;
    for (const { peer } of participants.values()) peer?.setMuted(muted);
    this.#server.set(local.media, muted);
  }

  /** Clients that talk in a room that a media server carries, the loudest first. */
  get speakers(): readonly string[] {
    return this.#server.speakers;
  }

  setSoundOnly(soundOnly: boolean): void {
    this.#server.setSoundOnly(soundOnly);
  }

  /** Called when the width at which a camera is shown has changed. */
  sizesChanged(): void {
    this.#server.sizesChanged();
  }

  /** Ends all connections and forgets the client id. */
  stop(): void {
    this.#cancelOverlap();
    this.#peers.stop();
    this.#server.stop();
    this.#joinedOn = undefined;
  }

  /** Buffers a signal of a client that is not a participant yet: signals overtake the news of members. */
  keep(message: SignalMessage): void {
    this.#peers.keep(message);
  }

  /**
   * Connects to a participant, unless the media server does. Returns whether a peer was made.
   * @param replaces see VideoPeerOptions
   */
  open(participant: RoomParticipant, replaces = false): boolean {
    this.#update(participant);
    if (participant.peer || this.#server.carries) return false;
    this.#peers.open(participant, replaces);
    return true;
  }

  close(participant: RoomParticipant): void {
    this.#peers.close(participant);
  }

  #setMedia(media: LocalMedia): void {
    const { participants, local } = this.#options;
    for (const { peer } of participants.values()) peer?.setMedia(media);
    this.#server.set(media, local.self.muted);
  }

  /**
   * Moves the participants to the media server, or back. The former connections remain for a short time, in which
   * clients that are slower still need them.
   */
  #changeCarrier(): void {
    const { carries, state } = this.#server;
    const { participants, local, onChange } = this.#options;
    this.#cancelOverlap();
    local.update({ carrier: carries ? 'server' : 'peers' });
    for (const participant of participants.values()) {
      if (participant.saidBye) this.#update(participant);
      else this.open(participant);
      onChange(participant);
    }
    if (!carries) this.#cancelOverlap = this.#clock.after(OVERLAP, () => this.#server.release());
    else if (state !== 'connecting')
      this.#cancelOverlap = this.#clock.after(OVERLAP, () => this.#closePeers());
  }

  #closePeers(): void {
    const { participants, onChange } = this.#options;
    for (const participant of participants.values()) {
      this.#peers.close(participant);
      onChange(participant);
    }
  }

  #serve(id: string): void {
    const participant = this.#options.participants.get(id);
    if (!participant) return;
    this.#update(participant);
    this.#options.onChange(participant);
  }

  #update(participant: RoomParticipant): void {
    participant.served = this.#server.of(participant.id);
    participant.serverState = this.#server.state;
    participant.served?.setSilenced(participant.silenced);
  }
}
