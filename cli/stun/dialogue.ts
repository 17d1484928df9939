import type { Channel } from './channel.js';
import { StunError } from './error.js';
import {
  Attribute,
  type Attributes,
  Class,
  encodeRequest,
  isSigned,
  readError,
  type Signature,
  type StunMessage,
} from './message.js';

/** First timeout for an answer over UDP, doubled each time (ms); RFC 8489, 6.2.1. */
const firstRetransmission = 500;

/** Requests that are signed once the server has named its realm (RFC 8489, 9.2). */
export class TurnDialogue {
  #signature: Signature | undefined;

  constructor(
    readonly channel: Channel,
    readonly signal: AbortSignal,
    readonly username: string,
    readonly credential: string,
  ) {}

  get authenticated(): boolean {
    return this.#signature !== undefined;
  }

  /** The server's success response. @throws StunError */
  async request(method: number, attributes: Attributes): Promise<StunMessage> {
    for (;;) {
      const signature = this.#signature;
      const request = encodeRequest(method, attributes, signature);
      const response = await exchange(this.channel, request, this.signal);
      if (response.class === Class.success) {
        if (signature && !isSigned(response, signature)) {
          throw new StunError('bad-answer', 'answered without proof that it knows the credentials');
        }
        return response;
      }
      const { code } = readError(response);
      const realm = response.attributes.get(Attribute.realm)?.toString('utf8') ?? signature?.realm;
      const nonce = response.attributes.get(Attribute.nonce);
      const challenged = code === 401 && !signature;
      const stale = code === 438 && nonce && !signature?.nonce.equals(nonce);
      if (!(challenged || stale) || realm === undefined || !nonce) throw refusal(response);
      this.#signature = { username: this.username, credential: this.credential, realm, nonce };
    }
  }
}

/** Sends a request, and repeats it if the channel can lose it, until its response arrives. */
export function exchange(channel: Channel, request: Buffer, signal: AbortSignal): Promise<StunMessage> {
  return new Promise((resolve, reject) => {
    let timer: NodeJS.Timeout | undefined;
    const settle = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
    };
    const fail = (error: Error): void => {
      settle();
      reject(error);
    };
    const onAbort = (): void => fail(new StunError('no-answer', 'no answer'));
    channel.onMessage = (message) => {
      if (message.class === Class.request || !message.transaction.equals(request.subarray(8, 20))) return;
      settle();
      resolve(message);
    };
    channel.onError = fail;
    const send = (wait: number): void => {
      channel.send(request);
      if (!channel.reliable) timer = setTimeout(send, wait, wait * 2);
    };
    if (signal.aborted) return onAbort();
    signal.addEventListener('abort', onAbort);
    send(firstRetransmission);
  });
}

/** Converts an error response to an error. */
export function refusal(response: StunMessage): StunError {
  const { code, reason } = readError(response);
  return new StunError('refused', `${code} ${reason}`, code);
}
