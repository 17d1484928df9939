import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { WebSocket } from 'ws';
import { within } from '../../util/within.js';
import { JanusError } from './janus-error.js';

/** Time in ms in which Janus answers. */
const ANSWER_MS = 2000;
/** Maximum size in bytes of an answer: the descriptions and statistics of one connection. */
const MAX_MESSAGE_BYTES = 1024 * 1024;

/** The admin API of a Janus. Written against the documentation of the Admin/Monitor API, version 1. */
export class JanusAdmin {
  private socket: WebSocket | undefined;
  private closed = false;

  /**
   * @param url ws:// or wss://
   * @param secret the `admin_secret` of janus.jcfg
   */
  constructor(
    readonly url: string,
    private readonly secret: string,
  ) {}

  /**
   * Sends a request, one at a time, and returns the answer. Connects if it is not connected.
   * @throws JanusError if Janus refuses it; Error if Janus does not answer
   */
  async request(request: { janus: string; [field: string]: unknown }): Promise<Record<string, unknown>> {
    const socket = await this.connect();
    const transaction = randomUUID();
    const answer = new Promise<Record<string, unknown>>((resolve, reject) => {
      socket.once('message', (text) => {
        try {
          resolve(JSON.parse(String(text)));
        } catch (error) {
          reject(error);
        }
      });
      socket.once('close', () => reject(new Error('Janus has closed the connection to its admin API')));
    });
    socket.send(JSON.stringify({ ...request, transaction, admin_secret: this.secret }));
    try {
      const { error, ...fields } = await within(ANSWER_MS, answer, late);
      if (error) throw new JanusError((error as JanusFault).code, (error as JanusFault).reason);
      return fields;
    } catch (error) {
      // A late answer must not be taken for that to the next request.
      if (!(error instanceof JanusError)) this.disconnect();
      throw error;
    } finally {
      socket.removeAllListeners('message').removeAllListeners('close');
    }
  }

  close(): void {
    this.closed = true;
    this.disconnect();
  }

  private async connect(): Promise<WebSocket> {
    if (this.closed) throw new Error('the connection to the admin API is closed');
    if (this.socket?.readyState === WebSocket.OPEN) return this.socket;
    this.disconnect();
    const socket = new WebSocket(this.url, 'janus-admin-protocol', {
      maxPayload: MAX_MESSAGE_BYTES,
      handshakeTimeout: ANSWER_MS,
      perMessageDeflate: false,
    });
    this.socket = socket;
    await once(socket, 'open');
    socket.on('error', () => {
      // `close` follows.
    });
    return socket;
  }

  private disconnect(): void {
    this.socket?.on('error', () => {}).terminate();
    this.socket = undefined;
  }
}

interface JanusFault {
  code: number;
  reason: string;
}

const late = (): Error => new Error('the admin API of Janus does not answer');
