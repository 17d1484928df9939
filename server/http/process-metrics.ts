import { readFileSync } from 'node:fs';
import { collectDefaultMetrics, Gauge, Histogram, type Registry } from 'prom-client';

/** Version of Lectern. */
export const { version } = JSON.parse(
  readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'),
) as {
  version: string;
};

/** Time in ms between two samples of the event loop's delay. Each one wakes an idle server. */
const SAMPLING_MS = 50;

/** Time in ms of a window of delays. */
const WINDOW_MS = 5000;

const newWindow = () => ({ since: performance.now(), samples: 0, sum: 0, max: 0 });

/**
 * Metrics of prom-client that are left out: quantiles of the event loop's delay, which a scrape resets so that a second
 * scraper changes the first one's figures, and gauges with the suffix of a counter.
 */
const LEFT_OUT = /^nodejs_(eventloop_lag_.*|active_(handles|requests|resources)_total)$/;

/** Registers the metrics of the process: memory, CPU, garbage collection, event loop and version. */
export class ProcessMetrics {
  private readonly delay: Histogram;
  private readonly timer: NodeJS.Timeout;
  private expected = performance.now() + SAMPLING_MS;
  private current = newWindow();
  private former = newWindow();

  constructor(registry: Registry) {
    const registers = [registry];
    // The library's own sampling of the event loop is not used; this precision lets it sleep.
    collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: 1_000_000 });
    for (const { name } of registry.getMetricsAsArray()) {
      if (LEFT_OUT.test(name)) registry.removeSingleMetric(name);
    }
    new Gauge({
      name: 'lectern_build_info',
      help: 'Version of Lectern. The value is always 1',
      labelNames: ['version'],
      registers,
      aggregator: 'first',
    }).set({ version }, 1);
    this.delay = new Histogram({
      name: 'lectern_event_loop_delay_seconds',
      help: 'Delay of a timer by other work of the event loop, sampled every 50 ms',
      buckets: [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
      registers,
    });
    this.timer = setInterval(this.sample, SAMPLING_MS).unref();
  }

  /** The delay of the event loop in ms within the last 5 to 10 s. */
  get recentDelay(): { mean_ms: number; max_ms: number } {
    const { current, former } = this;
    const mean = (current.sum + former.sum) / Math.max(1, current.samples + former.samples);
    return { mean_ms: rounded(mean), max_ms: rounded(Math.max(current.max, former.max)) };
  }

  close(): void {
    clearInterval(this.timer);
  }

  private readonly sample = (): void => {
    const now = performance.now();
    const delay = Math.max(0, now - this.expected);
    this.delay.observe(delay / 1000);
    if (now - this.current.since >= WINDOW_MS) {
      this.former = this.current;
      this.current = newWindow();
    }
    this.current.samples++;
    this.current.sum += delay;
    this.current.max = Math.max(this.current.max, delay);
    this.expected = now + SAMPLING_MS;
  };
}

/** Rounds a time in ms to tenths. */
const rounded = (ms: number): number => Math.round(ms * 10) / 10;
