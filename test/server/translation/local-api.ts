import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Test } from 'tap';

export interface ApiRequest {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
}

/** An object is sent as JSON, a string unchanged. */
export interface ApiAnswer {
  status: number;
  body: unknown;
  headers?: Record<string, string>;
  /** What follows an incomplete body: the connection is closed, or nothing more is sent. */
  end?: 'cut' | 'stall';
}

export type ApiBehaviour = (request: ApiRequest) => ApiAnswer | Promise<ApiAnswer>;

/** An HTTP API on 127.0.0.1 whose behavior the test determines. */
export interface LocalApi {
  url: string;
  /** The requests, in order. */
  readonly requests: ApiRequest[];
  /** The number of connections opened. */
  connections(): number;
  /** The maximum number of concurrent requests so far. */
  busiest(): number;
  /** Sets another behavior for paths with this end, until it is set to undefined. */
  behave(path: string, behaviour: ApiBehaviour | undefined): void;
  /** Resolves once that many requests have arrived whose path has this end. */
  arrival(path: string, count?: number): Promise<void>;
  /** Resolves once a client has aborted a request that was not answered. */
  abandonment(): Promise<void>;
}

/** Never answers. */
export const silent: ApiBehaviour = () => new Promise(() => {});

/** Begins a response and never ends it. */
export const endless: ApiBehaviour = () => ({ status: 200, body: '{"', end: 'stall' });

export const always =
  (status: number, body: unknown, headers: Record<string, string> = {}): ApiBehaviour =>
  () => ({ status, body, headers });

/** Keeps requests waiting for `open`, and then answers them as usual. */
export function held(usual: ApiBehaviour): { behaviour: ApiBehaviour; open: () => void } {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { behaviour: (request) => opened.then(() => usual(request)), open };
}

export async function startApi(t: Test, usual: ApiBehaviour): Promise<LocalApi> {
  const requests: ApiRequest[] = [];
  const behaviours = new Map<string, ApiBehaviour>();
  const waiters = new Set<() => void>();
  let connections = 0;
  let waiting = 0;
  let busiest = 0;
  let abandoned = () => {};
  const abandonment = new Promise<void>((resolve) => {
    abandoned = resolve;
  });
  const server = createServer(async (incoming, outgoing) => {
    outgoing.on('close', () => {
      waiting--;
      if (!outgoing.writableEnded) abandoned();
    });
    busiest = Math.max(busiest, ++waiting);
    const { method = '', url: path = '', headers } = incoming;
    const request = { method, path, headers, body: await text(incoming) };
    requests.push(request);
    for (const check of waiters) check();
    const [, behaviour = usual] = [...behaviours].find(([end]) => path.endsWith(end)) ?? [];
    const answer = await behaviour(request);
    const body = typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body);
    const type = typeof answer.body === 'string' ? 'text/html' : 'application/json';
    outgoing.writeHead(answer.status, { 'content-type': type, ...answer.headers });
    if (!answer.end) outgoing.end(body);
    else outgoing.write(body, () => answer.end === 'cut' && incoming.socket.destroy());
  });
  server.on('connection', () => connections++);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => {
    server.close();
    server.closeAllConnections();
  });
  const arrived = (path: string) => requests.filter((request) => request.path.endsWith(path)).length;
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    connections: () => connections,
    busiest: () => busiest,
    behave(path, behaviour) {
      if (behaviour) behaviours.set(path, behaviour);
      else behaviours.delete(path);
    },
    arrival: (path, count = 1) =>
      new Promise((resolve) => {
        const check = () => {
          if (arrived(path) < count) return;
          waiters.delete(check);
          resolve();
        };
        waiters.add(check);
        check();
      }),
    abandonment: () => abandonment,
  };
}

/** An address without a listener. */
export async function deadUrl(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return `http://127.0.0.1:${port}`;
}

/** The language of a text, as far as its letters show. */
export function languageOf(text: string): string {
  if (/[가-힣]/.test(text)) return 'ko';
  if (/[ぁ-ん]/.test(text)) return 'ja';
  return /[àèìòù]/.test(text) ? 'it' : 'en';
}

/** Returns the error that a request throws. */
export function failure(request: Promise<unknown>): Promise<unknown> {
  return request.then(
    () => undefined,
    (error: unknown) => error,
  );
}
