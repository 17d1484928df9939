import { randomBytes } from 'node:crypto';

/** Maximum number of requests of a client that wait for their answers. The answers of older ones come as events. */
const MAX_PENDING = 1024;

/** The requests of one connection that wait for their answers, by the `id` of their envelopes. */
export class PendingRequests<Request> {
  private readonly waiting = new Map<unknown, Request>();
  /** Unique for each connection, because the server remembers the IDs of a client's requests. */
  private readonly prefix = randomBytes(6).toString('base64url');
  private requests = 0;

  /** Adds a request, and returns the `id` for its envelope. @param id one that the client has chosen */
  add(request: Request, id: string | number = `${this.prefix}.${++this.requests}`): string | number {
    this.waiting.set(id, request);
    const [oldest] = this.waiting.keys();
    if (this.waiting.size > MAX_PENDING) this.waiting.delete(oldest);
    return id;
  }

  has(id: unknown): boolean {
    return this.waiting.has(id);
  }

  /** Removes and returns the request that an envelope answers. */
  take(id: unknown): Request | undefined {
    const request = this.waiting.get(id);
    this.waiting.delete(id);
    return request;
  }
}
