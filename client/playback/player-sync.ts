import type { Playback } from 'lectern-protocol';
import { type Clock, systemClock } from '../clock.js';
import { Emitter } from '../emitter.js';
import type { ServerClock } from './clock-sync.js';
import { positionAt } from './playback-position.js';
import { type Correction, type FollowState, type PlaybackTarget, PlayerFollower } from './player-follower.js';
import type { Player } from './players/player.js';

export type { Correction } from './player-follower.js';

/** ms between two looks at the player: during a measurement or correction, and otherwise. */
const QUICK = 50;
const SLOW = 250;
/** Difference in seconds below which two playbacks are considered equal. */
const SAME = 0.002;

/**
 * - `waiting`: for the server's clock, the lecture's playback, a player of its video, or the player's data.
 * - `catching-up`: more than 0.1 s from the lecture's position, and being corrected.
 * - `stalled`: the video's data arrives too slowly. It catches up automatically.
 * - `stopped`: `autoplay-blocked` requires a call of retry() from a click; `failed` means that the video cannot be
 *   played.
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
  /** `behind`, each time its tenths of a second change. */
  behind: number;
  correction: Correction;
}

/**
 * Keeps a player at the lecture's position. It corrects a small drift by the player's speed and a large one by a
 * seek. The instructor's player is synchronized as well, so that all follow one timeline.
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
  /** Time of the next look in ms. A look that is late shows that the page is in the background. */
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

  /** Seconds by which the player is behind the lecture; negative if it is ahead, 0 without a player. */
  get behind(): number {
    return this.#behind;
  }

  /** Whether the viewer watches on their own, after leave(). */
  get away(): boolean {
    return this.#away;
  }

  /** The lecture's position in its video in seconds; undefined while it is not known. */
  get position(): number | undefined {
    const now = this.#serverClock.now();
    if (!this.#playback || now === undefined) return undefined;
    return positionAt(this.#playback, now, this.#attached?.player.duration);
  }

  /** Synchronizes a player, instead of the former one. @param videoIdx index of its video in the playlist */
  attach(player: Player, videoIdx: number): void {
    this.detach();
    const follower = new PlayerFollower(player, (correction) => this.emit('correction', correction));
    const stop = player.on('status', () => this.#look());
    this.#attached = { player, videoIdx, follower, stop };
    this.#retarget();
  }

  /** Stops synchronizing the player. */
  detach(): void {
    this.#attached?.stop();
    this.#attached = undefined;
    this.#look();
  }

  /** Sets the lecture's playback. Call it each time the server sends one. */
  follow(playback: Playback): void {
    const before = this.#playback;
    this.#playback = playback;
    if (before && isSame(before, playback)) this.#look();
    else this.#retarget();
  }

  /** Lets the viewer watch on their own, until rejoin(). */
  leave(): void {
    this.#away = true;
    this.#attached?.follower.release(this.#playback?.rate ?? 1);
    this.#look();
  }

  /** Returns to the lecture's position. */
  rejoin(): void {
    this.#away = false;
    this.#retarget();
  }

  /** Starts a video that the browser has blocked. Call it from a click or a key press. */
  retry(): void {
    if (this.#state.name === 'stopped') this.#attached?.player.play();
  }

  /** Stops synchronizing permanently. */
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
    // The player reports changes of its status while it is being corrected.
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

function targetAt(playback: Playback, now: number, duration: number): PlaybackTarget {
  const position = positionAt(playback, now, duration);
  const running = position < duration ? 'running' : 'over';
  return { position, rate: playback.rate, phase: playback.playing ? running : 'stopped' };
}

function isSame(a: Playback, b: Playback): boolean {
  const apart = Math.abs(positionAt(a, b.at) - b.position);
  return a.videoIdx === b.videoIdx && a.rate === b.rate && a.playing === b.playing && apart < SAME;
}
