import type { Playback } from 'lectern-protocol';
import { type Clock, systemClock } from '../clock.js';
import { Emitter } from '../emitter.js';
import type { ServerClock } from './clock-sync.js';
import { positionAt } from './playback-position.js';
import { type Correction, type FollowState, PlayerFollower, type Target } from './player-follower.js';
import type { Player } from './players/player.js';

export type { Correction } from './player-follower.js';

/** ms between two looks at the player: while something is measured or corrected, and at rest. */
const QUICK = 50;
const SLOW = 250;
/** Seconds by which two playbacks may differ and still be the same. */
const SAME = 0.002;

/**
 * - `waiting`: for the server's clock, the lecture's playback, a player of its video, or the player's data.
 * - `catching-up`: more than a tenth of a second from where it should be, and being corrected.
 * - `stalled`: the data does not come fast enough; it catches up by itself.
 * - `stopped`: `autoplay-blocked` needs retry() from a click; `failed` cannot be played here.
 */
export type SyncState =
  | { name: 'waiting'; reason: 'clock' | 'playback' | 'player' | 'data' }
  | { name: 'in-step' }
  | { name: 'catching-up' }
  | { name: 'stalled' }
  | { name: 'ended' }
  | { name: 'away' }
  | { name: 'stopped'; reason: 'autoplay-blocked' | 'failed' };

const states: Record<FollowState, SyncState> = {
  'no-data': { name: 'waiting', reason: 'data' },
  'in-step': { name: 'in-step' },
  'catching-up': { name: 'catching-up' },
  stalled: { name: 'stalled' },
  ended: { name: 'ended' },
  'autoplay-blocked': { name: 'stopped', reason: 'autoplay-blocked' },
  failed: { name: 'stopped', reason: 'failed' },
};

export interface PlayerSyncEvents {
  state: SyncState;
  /** `behind`, each time that its tenths of a second change. */
  behind: number;
  correction: Correction;
}

/**
 * Keeps a player where the lecture's playback says that it should be, by its speed where the drift is small and
 * by a seek where it is large. The instructor's player goes by it too: then all follow one timeline.
 */
export class PlayerSync extends Emitter<PlayerSyncEvents> {
  readonly #serverClock: ServerClock;
  readonly #clock: Clock;
  readonly #stopClock: () => void;
  #playback: Playback | undefined;
  #attached: { player: Player; videoIdx: number; follower: PlayerFollower; stop: () => void } | undefined;
  #away = false;
  #state: SyncState = { name: 'waiting', reason: 'player' };
  #behind = 0;
  #cancelTimer = () => {};
  /** ms: when the next look is due. One that comes late tells of a page in the background. */
  #dueAt = Number.POSITIVE_INFINITY;
  #looking = false;

  constructor(serverClock: ServerClock, { clock = systemClock }: { clock?: Clock } = {}) {
    super();
    this.#serverClock = serverClock;
    this.#clock = clock;
    this.#stopClock = serverClock.on('change', () => {
      if (this.#state.name === 'waiting') this.#look();
    });
  }

  get state(): SyncState {
    return this.#state;
  }

  /** Seconds by which the player is behind the lecture; negative where it is ahead, 0 without a player. */
  get behind(): number {
    return this.#behind;
  }

  /** Whether the viewer looks away. */
  get away(): boolean {
    return this.#away;
  }

  /** Where the lecture is now, in seconds into its video; undefined while not known. */
  get position(): number | undefined {
    const now = this.#serverClock.now();
    if (!this.#playback || now === undefined) return undefined;
    return positionAt(this.#playback, now, this.#attached?.player.duration);
  }

  /** Drives `player`, which shows the video `videoIdx` of the playlist, in place of an earlier one. */
  attach(player: Player, videoIdx: number): void {
    this.detach();
    const follower = new PlayerFollower(player, (correction) => this.emit('correction', correction));
    const stop = player.on('status', () => this.#look());
    this.#attached = { player, videoIdx, follower, stop };
    this.#retarget();
  }

  /** Leaves the player alone. */
  detach(): void {
    this.#attached?.stop();
    this.#attached = undefined;
    this.#look();
  }

  /** The lecture's playback, each time that the server tells it. */
  follow(playback: Playback): void {
    const before = this.#playback;
    this.#playback = playback;
    if (before && isSame(before, playback)) this.#look();
    else this.#retarget();
  }

  /** The viewer looks at something else in the video: the player is theirs until rejoin(). */
  leave(): void {
    this.#away = true;
    this.#attached?.follower.release(this.#playback?.rate ?? 1);
    this.#look();
  }

  /** Back in step with the lecture. */
  rejoin(): void {
    this.#away = false;
    this.#retarget();
  }

  /** Starts a video that the browser did not let start. To be called from a click or key of the person. */
  retry(): void {
    if (this.#state.name === 'stopped') this.#attached?.player.play();
  }

  /** Leaves the player alone for good. */
  close(): void {
    this.#stopClock();
    this.detach();
    this.#cancelTimer();
  }

  #retarget(): void {
    this.#attached?.follower.retarget();
    this.#look();
  }

  #look(): void {
    // What the player is told to do changes its status, of which it tells at once.
    if (this.#looking) return;
    this.#looking = true;
    this.#cancelTimer();
    const now = this.#clock.now();
    const state = this.#reckon(now, QUICK + Math.max(0, now - this.#dueAt));
    const wait = this.#attached?.follower.busy ? QUICK : SLOW;
    this.#dueAt = now + wait;
    this.#cancelTimer = this.#attached ? this.#clock.after(wait, () => this.#look()) : () => {};
    this.#looking = false;
    this.#setState(state);
  }

  #reckon(now: number, interval: number): SyncState {
    const playback = this.#playback;
    const attached = this.#attached;
    const serverNow = this.#serverClock.now();
    if (!attached) return { name: 'waiting', reason: 'player' };
    if (!playback) return { name: 'waiting', reason: 'playback' };
    const { player, videoIdx, follower } = attached;
    if (playback.videoIdx !== videoIdx) {
      if (player.status === 'playing') player.pause();
      return { name: 'waiting', reason: 'player' };
    }
    if (serverNow === undefined) return { name: 'waiting', reason: 'clock' };
    const target = targetAt(playback, serverNow, player.duration);
    this.#setBehind(target.position - player.position);
    return this.#away ? { name: 'away' } : states[follower.look(target, now, interval)];
  }

  #setState(state: SyncState): void {
    const before = this.#state;
    this.#state = state;
    const reason = 'reason' in state ? state.reason : undefined;
    const changed = state.name !== before.name || reason !== ('reason' in before ? before.reason : undefined);
    if (changed) this.emit('state', state);
  }

  #setBehind(behind: number): void {
    const changed = Math.round(behind * 10) !== Math.round(this.#behind * 10);
    this.#behind = behind;
    if (changed) this.emit('behind', behind);
  }
}

function targetAt(playback: Playback, now: number, duration: number): Target {
  const position = positionAt(playback, now, duration);
  const running = position < duration ? 'running' : 'over';
  return { position, rate: playback.rate, phase: playback.playing ? running : 'stopped' };
}

function isSame(a: Playback, b: Playback): boolean {
  const apart = Math.abs(positionAt(a, b.at) - b.position);
  return a.videoIdx === b.videoIdx && a.rate === b.rate && a.playing === b.playing && apart < SAME;
}
