import type { Server } from 'node:http';
import type { Logger } from 'pino';
import type { Cluster } from './backplane/open-cluster.js';
import type { HookCaller } from './hooks/hook-caller.js';
import type { Host } from './http/attach.js';
import type { Metrics } from './http/metrics.js';
import type { Options } from './options.js';
import type { Families } from './protocol/families.js';
import type { LiveState } from './session/live-state.js';
import type { Store } from './store/store.js';
import type { Certificate } from './tls/certificate.js';
import type { Translator } from './translation/translator.js';
import type { LimitedLog } from './util/limited-log.js';
import type { WebhookTarget } from './webhooks/webhook-targets.js';

/** The parts of a node that exist before `startApp` connects them. */
export interface Parts {
  options: Options;
  log: Logger;
  refusals: LimitedLog;
  store: Store;
  shared: Cluster;
  /** The secret with which this server signs. */
  secret: string;
  metrics: Metrics;
  translator: Translator;
  /** The URLs of the option webhookUrl. */
  webhookTargets: readonly WebhookTarget[];
  hooks: HookCaller;
  families: Families;
  /** The program's server that passes requests on; undefined if this one listens itself. */
  host: Host | undefined;
  /** Returns the response of /metrics. */
  metricsText(): Promise<string>;
  /** Returns whether the server is shutting down. */
  isClosing(): boolean;
}

/** A running server. */
export interface App {
  /** The HTTP server that listens. */
  server: Server;
  /** Whether `server` belongs to the program that embeds this one. */
  attached: boolean;
  live: LiveState;
  certificate: Certificate | undefined;
  /** Disconnects all clients, so that they reconnect within `spread` seconds. Resolves when everything is closed. */
  drain(spread: number): Promise<void>;
}
