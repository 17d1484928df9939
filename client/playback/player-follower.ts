import type { Player, PlayerStatus } from './players/player.js';
import { SeekLatency } from './seek-latency.js';
import { SpeedController } from './speed-controller.js';

/** Seconds it would take to watch a drift that is too much for the speed to mend, or for a player without fitting speeds. */
const FAR = 0.25;
/** Seconds of drift past which a viewer is not in step. */
const OUT_OF_STEP = 0.1;
/** Of the lecture's speed: what a player without a speed so near cannot be corrected by. */
const NEAR_SPEED = 0.1;
/** Seconds of drift that engage and release a correction by speed, where the player is as precise as that. */
const PRECISE = 0.005;
const ENGAGE = 0.015;
const RELEASE = 0.004;
/** ms until the next seek that corrects, doubled by each one that was not enough. */
const FIRST_PAUSE = 1_000;
const LONGEST_PAUSE = 16_000;
/** ms after which a player is asked again to play, and a seek is held to be over. */
const ASK_AGAIN = 1_000;
const SEEK_TIMEOUT = 10_000;
/** The same where its aim has changed: soon enough, and yet a scrubbing instructor lets some seeks come to an end. */
const OLD_SEEK_TIMEOUT = 300;
/** Seeks that put a stopped picture right; a player that is elsewhere even then cannot do better. */
const STILL_SEEKS = 2;
/** Seconds before the end of the video from which a player is left to run to it. */
const LAST_BIT = 1;

/** Where a player should be now. */
export interface Target {
  /** Seconds, the video's length at most. */
  position: number;
  rate: number;
  /** `over`: it ran to the end. */
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

/** What was done about a drift in seconds, positive where the player was ahead. */
export type Correction =
  | { by: 'seek'; drift: number; position: number }
  /** Faster or slower by `factor` from now on; 1 ends the correction. */
  | { by: 'rate'; drift: number; factor: number };

/** Makes one player follow a target, one look after the other. */
export class PlayerFollower {
  readonly #player: Player;
  readonly #report: (correction: Correction) => void;
  readonly #seekLatency = new SeekLatency();
  /** Undefined until the player can say which speeds it has. */
  #control: SpeedController | undefined;
  /** The speed that the player was set to, and the part of it that corrects. */
  #rate: number | undefined;
  #factor = 1;
  /** The target is another one than at the last look: a large drift need not be measured first. */
  #fresh = true;
  /** There was a seek of the running video, whose outcome is still to be learned from. */
  #learning = false;
  #stillSeeks = 0;
  #mayPlayAt = Number.NEGATIVE_INFINITY;
  #soughtAt = Number.NEGATIVE_INFINITY;
  #pause = 0;

  constructor(player: Player, report: (correction: Correction) => void) {
    this.#player = player;
    this.#report = report;
  }

  /** Whether something is being measured or corrected, so that the next look should come soon. */
  get busy(): boolean {
    return this.#factor !== 1 || this.#learning || this.#control?.drift === undefined;
  }

  /** The target jumped, or the player was elsewhere by the viewer's own will. */
  retarget(): void {
    this.#control = undefined;
    this.#rate = undefined;
    this.#fresh = true;
    this.#learning = false;
    this.#stillSeeks = 0;
    this.#mayPlayAt = Number.NEGATIVE_INFINITY;
    this.#pause = 0;
  }

  /** Ends a correction, for whoever drives the player from now on. */
  release(rate: number): void {
    this.#setSpeed(rate, 1, 0);
  }

  /**
   * Looks at the player and does what is needed.
   * @param now ms
   * @param interval ms until the next look
   */
  look(target: Target, now: number, interval: number): FollowState {
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

  #hold(target: Target, drift: number, now: number): FollowState {
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

  #run(target: Target, control: SpeedController, drift: number, now: number, interval: number): FollowState {
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

  #start(target: Target, drift: number, now: number): FollowState {
    if (now < this.#mayPlayAt) return 'catching-up';
    this.#mayPlayAt = now + ASK_AGAIN;
    this.#setSpeed(target.rate, 1, drift);
    // Starting takes as long as seeking. Where both leave too much to mend, a picture that stands still may well jump.
    if (Math.abs(drift - target.rate * this.#seekLatency.seconds) > FAR * target.rate) {
      this.#seekAhead(target, drift, now);
    }
    this.#player.play();
    this.#control?.reset(now);
    this.#fresh = false;
    return 'catching-up';
  }

  #steer(
    target: Target,
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

  /** A seek to where the target will be when the video runs again. */
  #seekAhead({ position, rate }: Target, drift: number, now: number): void {
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

  /** A player without speeds that correct is only measured. */
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

/** Whether it plays, or would if it had the data. */
function isOn(status: PlayerStatus): boolean {
  return status === 'playing' || status === 'stalled' || status === 'blocked';
}
