import fastify, { type FastifyInstance } from 'fastify';
import { Registry } from 'prom-client';
import { type Options, OptionsError } from '../options.js';
import { Readiness, type ReadinessServices } from './readiness.js';

interface MonitoringServices extends ReadinessServices {
  options: Pick<Options, 'metricsHost' | 'metricsPort' | 'headersTimeout'>;
  /** Returns the response of /metrics. */
  metricsText(): Promise<string>;
}

/** Paths of the health checks. /healthcheck is compatible with older servers of layout rooms. */
export const HEALTH_CHECKS: ReadonlySet<string> = new Set(['/healthz', '/healthcheck', '/readyz']);

/**
 * Metrics and health checks. Health checks are on the main port; if the option metricsPort is set, they are on that port
 * as well, and the metrics only there.
 */
export class Monitoring {
  private readonly readiness: Readiness;
  private own: FastifyInstance | undefined;

  constructor(private readonly services: MonitoringServices) {
    this.readiness = new Readiness(services);
  }

  /** Adds what belongs to the main port. It has no limit, so that no client can make the server look dead. */
  addTo(app: FastifyInstance): void {
    this.addHealthChecks(app);
    if (this.services.options.metricsPort === 0) this.addMetrics(app);
  }

  /** Listens on the port of its own, if there is one. @throws OptionsError if the port cannot be used */
  async listen(): Promise<void> {
    const { metricsHost: host, metricsPort: port, headersTimeout } = this.services.options;
    if (port === 0) return;
    const timeout = headersTimeout * 1000;
    const http = { headersTimeout: timeout, connectionsCheckingInterval: Math.min(1000, timeout) };
    const app = fastify({ forceCloseConnections: true, requestTimeout: timeout, http });
    this.own = app;
    this.addHealthChecks(app);
    this.addMetrics(app);
    try {
      await app.listen({ host, port });
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      const why = code === 'EADDRINUSE' ? 'it is already in use' : message;
      throw new OptionsError(`metricsPort: cannot listen on port ${port} of ${host}: ${why}`);
    }
  }

  async close(): Promise<void> {
    await this.own?.close();
  }

  /** Returns in words why the server is not ready; undefined if it is. */
  why(): Promise<string | undefined> {
    return this.readiness.why();
  }

  private addHealthChecks(app: FastifyInstance): void {
    app.get('/healthz', () => ({ status: 'ok' }));
    app.get('/healthcheck', (_, reply) => reply.type('text/plain; charset=utf-8').send('OK'));
    app.get('/readyz', async (_, reply) => {
      const why = await this.readiness.why();
      return why === undefined ? { status: 'ready' } : reply.code(503).send({ status: 'not ready', why });
    });
  }

  private addMetrics(app: FastifyInstance): void {
    app.get('/metrics', async (_, reply) => {
      reply.type(Registry.PROMETHEUS_CONTENT_TYPE);
      return this.services.metricsText();
    });
  }
}
