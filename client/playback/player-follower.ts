import type { Player, PlayerStatus } from './players/player.js';
import { SeekLatency } from './seek-latency.js';
import { SpeedController } from './speed-controller.js';

/** Drift in seconds of playing time beyond which a seek corrects instead of the speed, or if no speed fits. */
const FAR = 0.25;
/** Drift in seconds beyond which a viewer is out of sync. */
const OUT_OF_STEP = 0.1;
/** Maximum change of speed for a correction, as a share of the lecture's speed. */
const NEAR_SPEED = 0.1;
/** Drift in seconds that starts and ends a correction by speed, if the player is that precise. */
const PRECISE = 0.005;
const ENGAGE = 0.015;
const RELEASE = 0.004;
/** ms between two correcting seeks; doubled after each seek that did not suffice. */
const FIRST_PAUSE = 1_000;
const LONGEST_PAUSE = 16_000;
/** ms after which a player is told to play again, and a seek is considered completed. */
const ASK_AGAIN = 1_000;
const SEEK_TIMEOUT = 10_000;
/** The same if the target has changed. While the instructor scrubs, some seeks must still be completed. */
const OLD_SEEK_TIMEOUT = 300;
/** Maximum number of seeks that correct a paused player. */
const STILL_SEEKS = 2;
/** A player this many seconds before the end of the video is not corrected any more. */
const LAST_BIT = 1;

/** The position at which a player should be now. */
export interface PlaybackTarget {
  /** Seconds, at most the video's duration. */
  position: number;
  rate: number;
  /** `over`: the video has ended. */
  phase: 'running' | 'stopped' | 'over';
}

/** How well a player follows. */
export type FollowState =
  | 'no-data'
  | 'in-step'
  | 'catching-up'
  | 'stalled'
  | 'ended'
  | 'autoplay-blocked'
  | 'failed';

/** A correction of a drift. The drift is in seconds, positive if the player was ahead. */
export type Correction =
  | { by: 'seek'; drift: number; position: number }
  /** The speed is multiplied by `factor`; 1 ends the correction. */
  | { by: 'rate'; drift: number; factor: number };

/** Makes a player follow a target. */
export class PlayerFollower {
  readonly #player: Player;
  readonly #report: (correction: Correction) => void;
  readonly #seekLatency = new SeekLatency();
  /** Undefined until the player's speeds are known. */
  #control: SpeedController | undefined;
  /** The speed to which the player was set, and its correcting factor. */
  #rate: number | undefined;
  #factor = 1;
  /** The target has jumped since the last look, so a large drift is corrected without measuring it first. */
  #fresh = true;
  /** The result of the last seek is not known yet. */
  #learning = false;
  #stillSeeks = 0;
  #mayPlayAt = Number.NEGATIVE_INFINITY;
  #soughtAt = Number.NEGATIVE_INFINITY;
  #pause = 0;

  constructor(player: Player, report: (correction: Correction) => void) {
    this.#player = player;
    this.#report = report;
  }

  /** Whether a measurement or a correction is in progress, so that the next look should follow soon. */
  get busy(): boolean {
    return this.#factor !== 1 || this.#learning || this.#control?.drift === undefined;
  }

  /** Called when the target has jumped, or the viewer has moved the player. */
  retarget(): void {
    this.#control = undefined;
    this.#rate = undefined;
    this.#fresh = true;
    this.#learning = false;
    this.#stillSeeks = 0;
    this.#mayPlayAt = Number.NEGATIVE_INFINITY;
    this.#pause = 0;
  }

  /** Ends a correction and sets the given speed. */
  release(rate: number): void {
    this.#setSpeed(rate, 1, 0);
  }

  /**
   * Compares the player with the target and corrects it.
   * @param now ms
   * @param interval ms until the next look
   */
  look(target: PlaybackTarget, now: number, interval: number): FollowState {
    const { status } = this.#player;
    if (status === 'loading') return 'no-data';
    if (status === 'failed') return 'failed';
    const patience = this.#fresh ? OLD_SEEK_TIMEOUT : SEEK_TIMEOUT;
    if (status === 'seeking' && now - this.#soughtAt < patience) return 'catching-up';
    const drift = this.#player.position - target.position;
    this.#control ??= this.#controlAt(target.rate);
    if (target.phase === 'running') return this.#run(target, this.#control, drift, now, interval);
    if (target.phase === 'over' && isOn(status) && Math.abs(drift) < LAST_BIT) return 'in-step';
    return this.#hold(target, drift, now);
  }

  #hold(target: PlaybackTarget, drift: number, now: number): FollowState {
    this.#setSpeed(target.rate, 1, drift);
    this.#learning = false;
    this.#fresh = false;
    if (this.#player.status !== 'paused') this.#player.pause();
    if (isOn(this.#player.status)) return 'catching-up';
    if (Math.abs(drift) > 2 * this.#player.precision && this.#stillSeeks < STILL_SEEKS) {
      this.#stillSeeks++;
      this.#seekTo(target.position, drift, now);
      return 'catching-up';
    }
    return target.phase === 'over' ? 'ended' : 'in-step';
  }

  #run(
    target: PlaybackTarget,
    control: SpeedController,
    drift: number,
    now: number,
    interval: number,
  ): FollowState {
    switch (this.#player.status) {
      case 'blocked':
        return 'autoplay-blocked';
      case 'ended':
        if (Math.abs(drift) < LAST_BIT) return 'in-step';
        return this.#start(target, drift, now);
      case 'paused':
        return this.#start(target, drift, now);
      case 'stalled':
        control.reset(now);
        this.#setSpeed(target.rate, 1, drift);
        return 'stalled';
      default:
        return this.#steer(target, control, drift, now, interval);
    }
  }

  #start(target: PlaybackTarget, drift: number, now: number): FollowState {
    if (now < this.#mayPlayAt) return 'catching-up';
    this.#mayPlayAt = now + ASK_AGAIN;
    this.#setSpeed(target.rate, 1, drift);
    // Starting takes as long as a seek. If the drift is still too large then, a paused picture may jump.
    if (Math.abs(drift - target.rate * this.#seekLatency.seconds) > FAR * target.rate) {
      this.#seekAhead(target, drift, now);
    }
    this.#player.play();
    this.#control?.reset(now);
    this.#fresh = false;
    return 'catching-up';
  }

  #steer(
    target: PlaybackTarget,
    control: SpeedController,
    drift: number,
    now: number,
    interval: number,
  ): FollowState {
    const factor = control.add(drift, now, target.rate, interval);
    const measured = control.drift;
    if (measured !== undefined && this.#learning) {
      this.#seekLatency.learn(-measured / target.rate);
      this.#learning = false;
    }
    const sure = this.#fresh ? drift : measured;
    this.#fresh = false;
    const far = Math.max(FAR, 2 * this.#seekLatency.error, 4 * this.#player.precision);
    if (sure !== undefined && Math.abs(sure) > far * target.rate && now >= this.#soughtAt + this.#pause) {
      this.#setSpeed(target.rate, 1, sure);
      this.#seekAhead(target, sure, now);
      return 'catching-up';
    }
    this.#setSpeed(target.rate, factor, drift);
    return Math.abs(measured ?? drift) > OUT_OF_STEP ? 'catching-up' : 'in-step';
  }

  /** Seeks to the position at which the target will be when the video plays again. */
  #seekAhead({ position, rate }: PlaybackTarget, drift: number, now: number): void {
    const again = now - this.#soughtAt < 2 * LONGEST_PAUSE;
    this.#pause = again ? Math.min(LONGEST_PAUSE, Math.max(FIRST_PAUSE, 2 * this.#pause)) : FIRST_PAUSE;
    this.#learning = true;
    this.#seekTo(position + rate * this.#seekLatency.seconds, drift, now);
  }

  #seekTo(position: number, drift: number, now: number): void {
    this.#soughtAt = now;
    this.#control?.reset(now);
    this.#player.seek(Math.min(this.#player.duration, position));
    this.#report({ by: 'seek', drift, position });
  }

  #setSpeed(rate: number, factor: number, drift: number): void {
    const speed = factor === 1 ? rate : this.#nearest(rate * factor);
    if (speed !== this.#rate) this.#player.setRate(speed);
    this.#rate = speed;
    if (factor === this.#factor) return;
    this.#factor = factor;
    this.#report({ by: 'rate', drift, factor });
  }

  /** A player without fitting speeds is measured but not corrected by speed. */
  #controlAt(rate: number): SpeedController {
    const { rates, precision } = this.#player;
    const near = rates?.filter((each) => Math.abs(each / rate - 1) <= NEAR_SPEED);
    const fine = !near || (near.some((each) => each < rate) && near.some((each) => each > rate));
    const coarse = Math.max(1, precision / PRECISE);
    return new SpeedController({
      engage: fine ? ENGAGE * coarse : Number.POSITIVE_INFINITY,
      release: RELEASE * coarse,
    });
  }

  #nearest(speed: number): number {
    const { rates = [speed] } = this.#player;
    return rates.reduce((best, each) => (Math.abs(each - speed) < Math.abs(best - speed) ? each : best));
  }
}

/** Whether the player plays, or would play if it had the data. */
function isOn(status: PlayerStatus): boolean {
  return status === 'playing' || status === 'stalled' || status === 'blocked';
}
