import type { FastifyInstance, FastifyRequest } from 'fastify';
import { isTracing, type OpenSpan, openServerSpan } from '../util/tracing.js';

/** Creates a span for each request to the routes of a scope, if traces are exported. */
export function traceRequests(app: FastifyInstance): void {
  if (!isTracing()) return;
  const spans = new WeakMap<FastifyRequest, OpenSpan>();
  app.addHook('onRequest', async (request) => {
    const { method, headers, routeOptions } = request;
    // The route, because the URL can contain the name of a room.
    const route = routeOptions.url ?? '';
    const attributes = { 'http.request.method': method, 'http.route': route };
    const span = openServerSpan(`${method} ${route}`, attributes, headers);
    if (span) spans.set(request, span);
  });
  // Not earlier: reading the body would lose the context.
  app.addHook('preHandler', (request, _, done) => {
    const span = spans.get(request);
    if (span) span.run(done);
    else done();
  });
  app.addHook('onResponse', async (request, { statusCode }) => {
    spans.get(request)?.end({ 'http.response.status_code': statusCode }, statusCode >= 500);
  });
}
