import type { Worker } from 'node:cluster';
import { AggregatorRegistry, type MetricObjectWithValues, type MetricValue } from 'prom-client';

/** The metrics of one node, as its registry returns them as JSON. */
export type NodeMetrics = MetricObjectWithValues<MetricValue<string>>[];

/** A request for the metrics of a node, and its answer. */
export type MetricsRequest = { metricsOf: number };
export type MetricsReport = { metricsOf?: number; metrics: NodeMetrics };

/** Maximum time in ms for a node's answer. */
const TIMEOUT_MS = 5000;

/**
 * Adds up the metrics of several nodes. What a node has counted stays in the sums after its end, so that counters and
 * histograms never decrease.
 */
export class ClusterMetrics {
  private readonly latest = new Map<Worker, NodeMetrics>();
  private readonly asked = new Map<number, () => void>();
  private requests = 0;
  /** Sums of the counters and histograms of nodes that have ended. */
  private ended: NodeMetrics = [];

  /** Returns the sums as text. @throws Error if a node does not answer */
  async text(workers: Iterable<Worker>): Promise<string> {
    const connected = [...workers].filter((worker) => worker.isConnected());
    await Promise.all(connected.map((worker) => this.ask(worker)));
    return AggregatorRegistry.aggregate([this.ended, ...this.latest.values()]).metrics();
  }

  /** Stores a report of a node: an answer, or its last metrics before its end. */
  reported(worker: Worker, { metricsOf, metrics }: MetricsReport): void {
    this.latest.set(worker, metrics);
    if (metricsOf !== undefined) this.asked.get(metricsOf)?.();
  }

  /** Called when a node has ended and all of its reports have arrived. */
  end(worker: Worker): void {
    const last = this.latest.get(worker);
    if (!last) return;
    this.latest.delete(worker);
    const totals = last.filter(({ type }) => ['counter', 'histogram'].includes(String(type)));
    // The aggregated registry contains the metrics with their values.
    this.ended = AggregatorRegistry.aggregate([this.ended, totals]).getMetricsAsArray() as NodeMetrics;
  }

  private ask(worker: Worker): Promise<void> {
    const request: MetricsRequest = { metricsOf: ++this.requests };
    return new Promise<void>((resolve, reject) => {
      const done = () => {
        clearTimeout(timer);
        worker.off('disconnect', done);
        this.asked.delete(request.metricsOf);
        resolve();
      };
      const timer = setTimeout(() => {
        reject(new Error('a node has not reported its metrics'));
        done();
      }, TIMEOUT_MS);
      // A node that ends meanwhile has left its last metrics.
      worker.once('disconnect', done);
      this.asked.set(request.metricsOf, done);
      worker.send(request);
    });
  }
}
