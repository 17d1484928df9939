import { randomUUID } from 'node:crypto';
import { WebSocket } from 'ws';
import { Refusal } from '../../protocol/errors.js';
import { afterRunning, type Deadline } from '../../util/running-time.js';
import { inCallSpan } from '../../util/tracing.js';
import { within } from '../../util/within.js';
import { JanusError } from './janus-error.js';

/** Time in ms in which Janus answers. */
const ANSWER_MS = 2000;
/** Time in ms between two requests that show that Janus answers. They also keep the session: it lasts 60 s without any. */
const CHECK_MS = 2000;
/** Time in ms between attempts to connect again. */
const RETRY_MS = 250;
/** Maximum size in bytes of a message of Janus: lists of a large room's publishers. */
const MAX_MESSAGE_BYTES = 1024 * 1024;

/** A session description for Janus or from it. */
export interface Jsep {
  type: 'offer' | 'answer';
  sdp: string;
}

/** What Janus answers, or reports of a handle. */
export interface JanusMessage {
  janus: string;
  transaction?: string;
  session_id?: number;
  sender?: number;
  data?: { id: number };
  error?: { code: number; reason: string };
  /** Of `slowlink`: number of packets. */
  lost?: number;
  plugindata?: { data: Record<string, unknown> };
  jsep?: Jsep;
}

interface JanusSessionOptions {
  /** ws:// or wss:// */
  url: string;
  /** The `api_secret` of janus.jcfg. */
  secret: string;
  log: { warn(fields: object, text: string): void; info(fields: object, text: string): void };
  /** Janus does not answer. */
  onUnavailable(): void;
  /** Janus answers again. @param kept whether the handles, and with them all connections, are still there */
  onAvailable(kept: boolean): void;
}

interface JanusRequest {
  janus: string;
  [field: string]: unknown;
}

type Listener = (message: JanusMessage) => void;

interface Waiting {
  /** The request has a result, which follows `ack`. */
  hasResult: boolean;
  resolve(message: JanusMessage): void;
  reject(error: Error): void;
}

/**
 * A session of this node with a Janus. If the WebSocket is lost, the session is claimed on the next one: media flow
 * meanwhile. Written against the documentation of the Janus API, version 1.
 */
export class JanusSession {
  private socket: WebSocket | undefined;
  private id: number | undefined;
  private readonly waiting = new Map<string, Waiting>();
  private readonly handles = new Map<number, Listener>();
  /** Handles that could not be detached because Janus did not answer. */
  private readonly orphans = new Set<number>();
  private check: Deadline | undefined;
  private retry: Deadline | undefined;
  private closed = false;
  private isAvailable = false;

  constructor(private readonly options: JanusSessionOptions) {}

  /** Connects, and connects again whenever the connection is lost. Resolves after the first attempt. */
  async start(): Promise<void> {
    try {
      await this.connect();
    } catch (err) {
      const { url, log } = this.options;
      log.warn({ janus: url, err }, 'Janus cannot be used; trying again');
      this.lost();
    }
  }

  get available(): boolean {
    return this.isAvailable;
  }

  /** Janus's ID of the session; undefined before the first connection. */
  get sessionId(): number | undefined {
    return this.id;
  }

  /** Attaches a handle of the VideoRoom plugin. @throws Refusal unavailable */
  async attach(listener: Listener): Promise<number> {
    const { data } = await this.request({ janus: 'attach', plugin: 'janus.plugin.videoroom' });
    if (!data) throw unavailable();
    this.handles.set(data.id, listener);
    return data.id;
  }

  async detach(handle: number): Promise<void> {
    this.handles.delete(handle);
    try {
      await this.request({ janus: 'detach', handle_id: handle });
    } catch (error) {
      // A JanusError says that it has ended.
      if (!(error instanceof JanusError)) this.orphans.add(handle);
    }
  }

  /**
   * Sends a request to the plugin, and returns its result: the one that follows `ack`.
   * @throws JanusError if the plugin refuses it
   * @throws Refusal unavailable
   */
  async message(
    handle: number,
    body: object,
    jsep?: Jsep,
  ): Promise<{ data: Record<string, unknown>; jsep: Jsep | undefined }> {
    const answer = await this.request({
      janus: 'message',
      handle_id: handle,
      body,
      ...(jsep && { jsep }),
    });
    const data = answer.plugindata?.data ?? {};
    if (typeof data.error_code === 'number') throw new JanusError(data.error_code, String(data.error));
    return { data, jsep: answer.jsep };
  }

  async trickle(handle: number, candidate: object): Promise<void> {
    await this.request({ janus: 'trickle', handle_id: handle, candidate });
  }

  /** Ends the session with all of its handles. */
  async close(): Promise<void> {
    if (this.isAvailable) await this.request({ janus: 'destroy' }).catch(() => {});
    this.closed = true;
    this.lost();
  }

  private async connect(): Promise<void> {
    const { url } = this.options;
    const socket = new WebSocket(url, 'janus-protocol', {
      maxPayload: MAX_MESSAGE_BYTES,
      handshakeTimeout: ANSWER_MS,
      perMessageDeflate: false,
    });
    this.socket = socket;
    socket.on('message', (text) => this.receive(String(text)));
    try {
      await new Promise<void>((resolve, reject) => {
        socket.once('open', resolve);
        socket.once('error', reject);
      });
    } finally {
      socket.on('error', () => {
        // `close` follows.
      });
    }
    socket.once('close', () => {
      if (this.socket === socket) this.lost();
    });
    const kept = await this.claim();
    if (!kept) {
      this.handles.clear();
      this.orphans.clear();
      const { data } = await this.send({ janus: 'create' });
      this.id = data?.id;
    }
    this.isAvailable = true;
    this.scheduleCheck();
    for (const handle of [...this.orphans]) {
      this.orphans.delete(handle);
      void this.detach(handle);
    }
    this.options.onAvailable(kept);
  }

  /** Returns whether the session continues on the new connection. */
  private async claim(): Promise<boolean> {
    if (this.id === undefined) return false;
    try {
      await this.send({ janus: 'claim', session_id: this.id });
      return true;
    } catch (error) {
      if (!(error instanceof JanusError)) throw error;
      return false;
    }
  }

  private lost(): void {
    const { socket } = this;
    this.socket = undefined;
    socket?.terminate();
    this.check?.cancel();
    for (const { reject } of this.waiting.values()) reject(unavailable());
    this.waiting.clear();
    if (this.isAvailable) {
      this.isAvailable = false;
      if (!this.closed) {
        this.options.log.warn({ janus: this.options.url }, 'Janus does not answer');
        this.options.onUnavailable();
      }
    }
    // An attempt that fails is reported by its promise and by the end of its socket.
    this.retry?.cancel();
    if (!this.closed) this.retry = afterRunning(RETRY_MS, () => void this.reconnect()).unref();
  }

  private async reconnect(): Promise<void> {
    if (this.closed) return;
    try {
      await this.connect();
      this.options.log.info({ janus: this.options.url }, 'Janus answers again');
    } catch {
      this.lost();
    }
  }

  private scheduleCheck(): void {
    this.check = afterRunning(CHECK_MS, () => {
      this.request({ janus: 'keepalive' }).then(
        () => this.scheduleCheck(),
        () => this.socket && this.lost(),
      );
    }).unref();
  }

  private request(request: JanusRequest): Promise<JanusMessage> {
    if (!this.isAvailable) return Promise.reject(unavailable());
    return this.send({ session_id: this.id, ...request });
  }

  private send(request: JanusRequest): Promise<JanusMessage> {
    return inCallSpan(`janus.${request.janus}`, () => this.exchange(request));
  }

  private async exchange(request: JanusRequest): Promise<JanusMessage> {
    const { socket } = this;
    const hasResult = request.janus === 'message';
    if (!socket) throw unavailable();
    const transaction = randomUUID();
    const answer = new Promise<JanusMessage>((resolve, reject) => {
      this.waiting.set(transaction, { hasResult, resolve, reject });
    });
    socket.send(JSON.stringify({ transaction, apisecret: this.options.secret, ...request }));
    try {
      return await within(ANSWER_MS, answer, unavailable);
    } finally {
      this.waiting.delete(transaction);
    }
  }

  private receive(text: string): void {
    let message: JanusMessage;
    try {
      message = JSON.parse(text) as JanusMessage;
    } catch {
      // Not a Janus.
      this.lost();
      return;
    }
    const waiting = message.transaction === undefined ? undefined : this.waiting.get(message.transaction);
    if (waiting && !(waiting.hasResult && message.janus === 'ack')) {
      if (message.error) waiting.reject(new JanusError(message.error.code, message.error.reason));
      else waiting.resolve(message);
    } else if (message.sender !== undefined) this.handles.get(message.sender)?.(message);
    // A handle that nobody waits for any more.
    else if (message.janus === 'success' && message.session_id === this.id && message.data)
      void this.detach(message.data.id);
  }
}

const unavailable = (): Refusal =>
  new Refusal('unavailable', 'the media server does not answer; try again in a few seconds');
