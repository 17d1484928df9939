import type { ClientMessageType, Denied, ErrorCode, Granted, Refused, ServerMessage } from 'lectern-protocol';
import type { Clock } from './clock.js';
import type { CloseInfo } from './reconnect.js';
import { RequestError } from './request-error.js';

interface Pending {
  receiver: string;
  /** Sends the request. Because of its id, the server handles it once, even if it is sent again. */
  transmit(): boolean;
  /** When it was sent for the first time, in ms of the clock. */
  sentAt: number | undefined;
  resolve(message: ServerMessage): void;
  reject(error: RequestError): void;
}

/** Requests that are not answered yet, by id. */
export class Requests {
  readonly #clock: Clock;
  readonly #pending = new Map<string | number, Pending>();
  /** Keeps ids unique when a reloaded page resumes its session. */
  readonly #prefix: string;
  #count = 0;

  constructor(clock: Clock, random: () => number) {
    this.#clock = clock;
    this.#prefix = Math.floor(random() * 2 ** 48).toString(36);
  }

  /**
   * @param transmit sends the request with its id; returns false if it cannot
   * @param waits whether a request that cannot be sent now will be sent later, by resend()
   */
  make<T extends ClientMessageType>(
    type: T,
    timeout: number,
    signal: AbortSignal | undefined,
    receiver: string,
    transmit: (id: string) => boolean,
    waits: () => boolean,
  ): Promise<Granted<T>> {
    return new Promise((resolve, reject) => {
      const id = `${this.#prefix}-${++this.#count}`;
      const abort = () => fail('aborted', `${type} was aborted`);
      const expire = () => fail('timeout', `${type} was not answered within ${timeout} ms`);
      const cancelTimer = Number.isFinite(timeout) ? this.#clock.after(timeout, expire) : () => {};
      const done = () => {
        this.#pending.delete(id);
        cancelTimer();
        signal?.removeEventListener('abort', abort);
      };
      const fail = (code: 'timeout' | 'aborted' | 'disconnected', message: string) => {
        pending.reject(new RequestError(code, message, undefined, pending.sentAt !== undefined));
      };
      signal?.addEventListener('abort', abort);
      const pending: Pending = {
        receiver,
        sentAt: undefined,
        transmit: () => {
          const sent = transmit(id);
          if (sent) pending.sentAt ??= this.#clock.now();
          return sent;
        },
        resolve(message) {
          done();
          // Only the server replies by id, and each type of request has one type of reply.
          resolve(message as Granted<T>);
        },
        reject(error) {
          done();
          reject(error);
        },
      };
      this.#pending.set(id, pending);
      if (signal?.aborted) abort();
      else if (!pending.transmit() && !waits()) fail('disconnected', `${type} requires an open connection`);
    });
  }

  /**
   * Ends the request that a message replies to. Returns false if there is none.
   * @param own whether the message has a type of one's own, whose data never is a refusal
   */
  settle(id: string | number, message: ServerMessage, own = false): boolean {
    const pending = this.#pending.get(id);
    if (!pending) return false;
    if (own) {
      pending.resolve(message);
    } else if (message.type === 'error') {
      pending.reject(new RequestError(message.data.code, message.data.message, message.data));
    } else if (isDenied(message.data)) {
      const { data: text, status, ...details } = message.data;
      pending.reject(new RequestError(details.code, text, { ...details, message: text, of: message.type }));
    } else if (isRefused(message.data)) {
      const { message: text, status, ...details } = message.data;
      const code = CODE_OF_STATUS[status];
      pending.reject(new RequestError(code, text, { code, message: text, of: message.type, ...details }));
    } else {
      pending.resolve(message);
    }
    return true;
  }

  /** Ids of the requests that are not answered yet. */
  get unanswered(): (string | number)[] {
    return [...this.#pending.keys()];
  }

  /**
   * Sends requests again after the session was resumed. A request is rejected with `disconnected` if its effect can be
   * among missing messages of the receiver's log, or if the server might not recognize it any more.
   */
  resend(unanswered: Iterable<string | number>, isRecovered: (receiver: string) => boolean): void {
    for (const id of unanswered) {
      const pending = this.#pending.get(id);
      if (!pending) continue;
      const { receiver, sentAt, transmit, reject } = pending;
      const isRecognized = sentAt === undefined || this.#clock.now() - sentAt < recognizedFor(receiver);
      if (isRecovered(receiver) && isRecognized) transmit();
      else
        reject(
          new RequestError(
            'disconnected',
            'the connection was lost, and the request may or may not have arrived',
            undefined,
            true,
          ),
        );
    }
  }

  rejectAll(close?: CloseInfo): void {
    const why = close?.meaning ?? close?.reason ?? 'the connection was closed';
    for (const { reject, sentAt } of [...this.#pending.values()]) {
      reject(new RequestError('disconnected', why, undefined, sentAt !== undefined));
    }
  }
}

/**
 * Returns the time in ms after which a request must not be sent again. The server recognizes a repeated message as long as
 * it retains the first one: five minutes in a room, two minutes for a client. The message can take some of this time.
 */
function recognizedFor(receiver: string): number {
  if (receiver === 'server') return Number.POSITIVE_INFINITY;
  return /^(room$|room\/|\/)/.test(receiver) ? 280_000 : 100_000;
}

/** The error codes of the classroom's statuses. */
const CODE_OF_STATUS: Record<Refused['status'], ErrorCode> = {
  400: 'bad-data',
  401: 'login-required',
  403: 'forbidden',
  404: 'not-found',
  409: 'conflict',
  413: 'too-large',
  429: 'rate-limited',
  500: 'internal',
  503: 'unavailable',
};

function isRefused(data: unknown): data is Refused {
  return typeof data === 'object' && data !== null && 'status' in data && Number(data.status) >= 400;
}

export function isDenied(data: unknown): data is Denied {
  return typeof data === 'object' && data !== null && 'status' in data && data.status === 'error';
}
