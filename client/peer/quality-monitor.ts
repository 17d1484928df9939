import type { Clock } from '../clock.js';
import { type PacketCount, type Quality, readQuality } from './quality.js';

/** ms between two measurements. */
const INTERVAL = 2_000;

/** Measures the quality of one connection after another. */
export class QualityMonitor {
  readonly #clock: Clock;
  readonly #report: (quality: Quality) => void;
  #quality: Quality | undefined;
  #packets: PacketCount | undefined;
  /** Tells a measurement that has begun that it is for a former connection. */
  #running = {};
  #cancelTimer = () => {};

  /** @param report called after each measurement */
  constructor(clock: Clock, report: (quality: Quality) => void) {
    this.#clock = clock;
    this.#report = report;
  }

  /** The last measurement of the present connection. */
  get quality(): Quality | undefined {
    return this.#quality;
  }

  /** Measures every 2 s, until stop(). A measurement that fails is left out. */
  start(stats: () => Promise<RTCStatsReport> | undefined): void {
    this.stop();
    this.#schedule(stats, this.#running);
  }

  stop(): void {
    this.#cancelTimer();
    this.#running = {};
    this.#quality = undefined;
    this.#packets = undefined;
  }

  #schedule(stats: () => Promise<RTCStatsReport> | undefined, running: object): void {
    this.#cancelTimer = this.#clock.after(INTERVAL, async () => {
      const reports = await stats()?.catch(() => undefined);
      if (running !== this.#running) return;
      if (reports) this.#sample(reports);
      this.#schedule(stats, running);
    });
  }

  #sample(reports: RTCStatsReport): void {
    const { quality, packets } = readQuality(reports, this.#packets);
    this.#packets = packets;
    this.#quality = quality;
    this.#report(quality);
  }
}
