import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Test } from 'tap';

/** A span as OTLP/JSON has it. */
export interface CollectedSpan {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  kind: number;
  attributes: { key: string; value: { stringValue?: string; intValue?: number } }[];
  status: { code?: number };
}

interface Export {
  resourceSpans: {
    resource: { attributes: CollectedSpan['attributes'] };
    scopeSpans: { spans: CollectedSpan[] }[];
  }[];
}

/** A collector of OpenTelemetry on 127.0.0.1 that receives spans over HTTP. */
export interface TraceCollector {
  /** `http://127.0.0.1:<port>` */
  url: string;
  /** Attributes of the services that have sent spans as JSON, one list for each export. */
  readonly resources: CollectedSpan['attributes'][];
  /** Resolves with the first span that fits, once it has arrived as JSON. */
  span(fits: (span: CollectedSpan) => boolean): Promise<CollectedSpan>;
  /**
   * Resolves with the first export in Protobuf that contains a text, once it has arrived. The spans of the calls that a
   * request makes end before its own, and can be exported before it.
   */
  protobuf(text: string): Promise<string>;
}

export async function startTraceCollector(t: Test): Promise<TraceCollector> {
  const spans: CollectedSpan[] = [];
  const resources: CollectedSpan['attributes'][] = [];
  const binary: string[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    response.writeHead(200, { 'content-type': request.headers['content-type'] }).end();
    if (request.url !== '/v1/traces') return;
    if (request.headers['content-type'] !== 'application/json') {
      binary.push(body.toString('latin1'));
      server.emit('protobuf');
      return;
    }
    const { resourceSpans } = JSON.parse(body.toString()) as Export;
    for (const { resource, scopeSpans } of resourceSpans) {
      resources.push(resource.attributes);
      spans.push(...scopeSpans.flatMap((scope) => scope.spans));
    }
    server.emit('spans');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => {
    server.close();
    server.closeAllConnections();
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    resources,
    async span(fits) {
      for (;;) {
        const found = spans.find(fits);
        if (found) return found;
        await once(server, 'spans');
      }
    },
    async protobuf(text) {
      for (;;) {
        const found = binary.find((body) => body.includes(text));
        if (found !== undefined) return found;
        await once(server, 'protobuf');
      }
    },
  };
}
