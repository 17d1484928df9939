import { hostname } from 'node:os';
import { getHeapStatistics } from 'node:v8';
import type { ApiBudget, ApiNodeList, ApiRefusal, ApiRefusalList } from 'lectern-protocol/http';
import type { NodeRegistry } from '../backplane/node-registry.js';
import type { NodeMessenger } from '../session/node-messenger.js';
import type { NodeReporter, NodeStatus } from '../session/node-reports.js';
import { kindOf } from '../util/recent-refusals.js';
import type { Metrics } from './metrics.js';
import type { Monitoring } from './monitoring.js';
import { version } from './process-metrics.js';

interface Services {
  nodes: Pick<NodeRegistry, 'id'>;
  messenger: Pick<NodeMessenger, 'reportBy' | 'reportsElsewhere'>;
  metrics: Pick<Metrics, 'budgets' | 'recentRefusals' | 'recentDelay'>;
  monitoring: Pick<Monitoring, 'why'>;
  connections(): number;
  clients(): number;
  rooms(): number;
  /** Sizes in bytes of the send queues that are not empty. */
  queues(): number[];
}

/** Maximum number of kinds of refusals in an answer. */
const MAX_SHOWN = 200;

/** The states and recent refusals of all nodes, for operators. */
export class NodeMonitor implements NodeReporter {
  private readonly started = Math.round(performance.timeOrigin);

  constructor(private readonly services: Services) {
    services.messenger.reportBy(this);
  }

  /** Returns the state of this node. */
  readonly status = async (): Promise<NodeStatus> => {
    const { metrics, monitoring, connections, clients, rooms, queues } = this.services;
    const why = await monitoring.why();
    const { heap_size_limit: heap_limit, used_heap_size: heap_used } = getHeapStatistics();
    return {
      host: hostname(),
      pid: process.pid,
      version,
      started: this.started,
      ready: why === undefined,
      ...(why !== undefined && { why }),
      event_loop_delay: metrics.recentDelay,
      memory: { rss: process.memoryUsage.rss(), heap_used, heap_limit },
      connections: connections(),
      clients: clients(),
      rooms: rooms(),
      queued_bytes: queues().reduce((sum, bytes) => sum + bytes, 0),
      budgets: this.budgets,
    };
  };

  /** Returns the recent refusals of this node. */
  readonly refusals = (): ApiRefusal[] => this.services.metrics.recentRefusals.list();

  /** Returns the states of all nodes, this one first. */
  async all(): Promise<ApiNodeList['nodes']> {
    const { nodes, messenger } = this.services;
    const [own, others] = await Promise.all([this.status(), messenger.reportsElsewhere('status')]);
    return [
      { node: nodes.id, answers: true, ...own },
      ...[...others].map(([node, status]) =>
        status ? { node, answers: true as const, ...status } : { node, answers: false as const },
      ),
    ];
  }

  /** Returns the recent refusals of all nodes, the latest first. The same kind on several nodes is counted together. */
  async allRefusals(): Promise<ApiRefusalList> {
    const others = await this.services.messenger.reportsElsewhere('refusals');
    const missing = [...others].flatMap(([node, list]) => (list ? [] : [node]));
    const found = new Map<string, ApiRefusal>();
    for (const one of [this.refusals(), ...others.values()].flatMap((list) => list ?? [])) {
      const key = kindOf(one);
      const known = found.get(key);
      const latest = known && known.last > one.last ? known : one;
      found.set(key, {
        ...latest,
        count: one.count + (known?.count ?? 0),
        first: Math.min(one.first, known?.first ?? one.first),
      });
    }
    const refusals = [...found.values()].sort((a, b) => b.last - a.last).slice(0, MAX_SHOWN);
    return { refusals, missing };
  }

  private get budgets(): ApiBudget[] {
    return [...this.services.metrics.budgets].map(([name, { amounts, refusals: refused }]) => ({
      name,
      ...(amounts && { used: amounts.used(), limit: amounts.limit }),
      ...(amounts?.shared && { shared: true as const }),
      refused,
    }));
  }
}
