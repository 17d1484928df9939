import type { Welcome } from 'lectern-protocol';
import { type Clock, systemClock } from './clock.js';
import type { LocalParticipant } from './local-participant.js';
import type { RoomParticipant } from './participant.js';
import { BufferedSignals } from './peer/buffered-signals.js';
import { IceServers } from './peer/ice-servers.js';
import { SignalPacer } from './peer/signal-pacer.js';
import type { SignalMessage } from './peer/signals.js';
import { VideoPeer } from './peer/video-peer.js';
import type { VideoPeerOptions } from './peer/video-peer-options.js';
import type { Signaling } from './signaling.js';

export interface RoomPeersOptions
  extends Pick<VideoPeerOptions, 'iceTransportPolicy' | 'levels' | 'createTransport' | 'clock' | 'random'> {
  signaling: Signaling;
  local: LocalParticipant;
  /** Called when the state, the media or the quality of a participant's peer has changed. */
  onChange(participant: RoomParticipant): void;
  /** Called when the speaking level of a participant has changed. */
  onLevel(): void;
}

/** Makes and closes the VideoPeers to the other participants of a room. */
export class RoomPeers {
  readonly #options: RoomPeersOptions;
  readonly #clock: Clock;
  readonly iceServers: IceServers;
  readonly #pacer: SignalPacer;
  readonly #early = new BufferedSignals();
  #selfId: string | undefined;

  constructor(options: RoomPeersOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.iceServers = new IceServers(options.signaling);
    this.#pacer = new SignalPacer(options.signaling, this.#clock);
  }

  /** Starts a connection to the server. If it has another client id, open() makes peers for that id from now on. */
  connected({ id, limits }: Welcome): void {
    this.#pacer.reset(limits.rates.signaling);
    if (id !== this.#selfId) {
      this.iceServers.reset();
      this.#early.clear();
    }
    this.#selfId = id;
    // The first peer needs them.
    void this.iceServers.get();
  }

  /** Forgets the client id and what was buffered. */
  stop(): void {
    this.#early.clear();
    this.#selfId = undefined;
  }

  /** Buffers a signal of a client that is not a participant yet: signals overtake the news of members. */
  keep(message: SignalMessage): void {
    this.#early.keep(message, this.#clock.now());
  }

  /** @param replaces see VideoPeerOptions */
  open(participant: RoomParticipant, replaces = false): void {
    const selfId = this.#selfId;
    if (selfId === undefined || participant.peer) return;
    const { local, onChange, onLevel, iceTransportPolicy, levels, createTransport, clock, random } =
      this.#options;
    const peer = new VideoPeer({
      signaler: this.#pacer,
      selfId,
      remoteId: participant.id,
      iceServers: () => this.iceServers.get(),
      media: local.media,
      muted: local.self.muted,
      silenced: participant.silenced,
      attempts: participant.attempts,
      replaces,
      iceTransportPolicy,
      levels,
      createTransport,
      clock,
      random,
    });
    participant.saidBye = false;
    participant.peer = peer;
    const report = () => {
      if (participant.peer === peer) onChange(participant);
    };
    peer.on('state', report);
    peer.on('remote', report);
    peer.on('quality', report);
    peer.on('level', onLevel);
    for (const message of this.#early.take(participant.id, this.#clock.now())) peer.receive(message);
  }

  close(participant: RoomParticipant): void {
    this.#pacer.forget(participant.id);
    const { peer } = participant;
    if (!peer) return;
    participant.peer = undefined;
    participant.attempts = peer.attempts;
    peer.close();
  }
}
