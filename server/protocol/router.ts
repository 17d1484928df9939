import type { ClientMessageType, CloseName, ServerData, ServerMessageType } from 'lectern-protocol';
import { inServerSpan, isTracing } from '../util/tracing.js';
import {
  type CodecLimits,
  DecodeRefusal,
  decode,
  isKnownType,
  type Message,
  type MessageEntry,
  type Request,
} from './codec.js';
import { errorData, outcomeRefusal, Refusal, statusRefusal } from './errors.js';
import type { IdempotentRequests } from './idempotent-requests.js';
import type { RefusalCount } from './limits.js';
import type { Outcome, Result } from './outcome.js';

/** The client that has sent a message, as far as answering it is concerned. */
export interface Sender {
  readonly connection: { close(name: CloseName): void } | undefined;
  /** Answers a request, from the address that it was sent to. Returns the size of the answer in bytes. */
  reply<T extends ServerMessageType>(
    request: Pick<Request, 'to' | 'id'>,
    type: T,
    data: ServerData[T],
  ): number;
  /** Answers a request before the paused frames, and sends those after it. */
  replyFirst<T extends ServerMessageType>(
    request: Pick<Request, 'to' | 'id'>,
    type: T,
    data: ServerData[T],
  ): void;
  /** Answers a request with its own payload. */
  echo(request: Message, type: ServerMessageType): void;
  /** Sends a message to this client alone. */
  tell<T extends ServerMessageType>(type: T, data: ServerData[T], id?: string | number): void;
}

/**
 * Handles one message and returns the answer, which the router sends. To refuse the message, it throws a Refusal, which
 * the router sends as well.
 */
export type Handler<Context, Client, K extends ClientMessageType> = (
  context: Context,
  client: Client,
  message: Message<K>,
) => Result<K> | Promise<Result<K>>;

/** The handlers of all message types. A missing or additional handler is a compile error. */
export type Routes<Context, Client> = { [K in ClientMessageType]: Handler<Context, Client, K> };

/** A connection on which a client sends messages. */
export interface Speaker<Client> {
  readonly client: Client;
  /** Whether the client has logged in or does not need to. */
  readonly admitted: boolean;
  readonly refusals: RefusalCount;
  /** The client's pending requests, and the outcomes of its last ones. */
  readonly requests: IdempotentRequests<Result>;
  /** Checks that a message is allowed, before it is handled. @throws Refusal rate-limited, or login-required */
  admit(entry: MessageEntry): void;
  /** Counts the bytes of an answer. */
  answered(bytes: number): void;
}

/** Observes the result of every message, for logs and metrics. */
export interface Observer<Client> {
  handled(client: Client, type: string): void;
  /** @param type undefined if the message has no known type */
  refused(client: Client, type: string | undefined, error: unknown): void;
}

/** Handles the frames of connections. */
export interface Receiver<Client> {
  /** Handles one frame. Never throws; the promise, if any, never rejects. */
  receive(speaker: Speaker<Client>, text: string, bytes: number): Promise<void> | undefined;
}

/** Decodes clients' frames, calls the handlers, and sends answers and errors. */
export class Router<Context, Client extends Sender> implements Receiver<Client> {
  constructor(
    private readonly routes: Routes<Context, Client>,
    private readonly context: Context,
    private readonly limits: CodecLimits,
    private readonly observer: Observer<Client>,
  ) {}

  receive(speaker: Speaker<Client>, text: string, bytes: number): Promise<void> | undefined {
    let message: Message | undefined;
    try {
      message = decode(text, bytes, this.limits, speaker.admitted);
      speaker.admit(message.entry);
      const outcome = this.trace(speaker, message);
      if (outcome instanceof Promise) return this.settle(speaker, message, outcome);
      this.done(speaker, message, outcome);
    } catch (error) {
      this.refuse(speaker, message, error);
    }
    return undefined;
  }

  private trace(speaker: Speaker<Client>, message: Message): Result | Promise<Result> {
    if (!isTracing()) return this.handle(speaker, message);
    return inServerSpan(`message ${message.key}`, {}, () => this.handle(speaker, message));
  }

  private handle(speaker: Speaker<Client>, message: Message): Result | Promise<Result> {
    const handler = this.routes[message.key] as Handler<Context, Client, ClientMessageType>;
    const { id, entry } = message;
    const handle = () => handler(this.context, speaker.client, message);
    if (id === undefined) return handle();
    // Handlers of types with their own reply detect repeated requests, but only after the first one has completed.
    if (entry.reply !== undefined && !entry.keepsReply) return speaker.requests.runAfterPending(id, handle);
    return speaker.requests.runOnce(id, entry.type, handle);
  }

  private async settle(speaker: Speaker<Client>, message: Message, pending: Promise<Result>): Promise<void> {
    try {
      const outcome = await pending;
      this.done(speaker, message, outcome);
      await outcome?.after?.();
    } catch (error) {
      this.refuse(speaker, message, error);
    }
  }

  private done(speaker: Speaker<Client>, message: Message, outcome: Result): void {
    const { client } = speaker;
    this.observer.handled(client, message.key);
    if (!outcome) return;
    this.answer(speaker, message, outcome);
    if (outcome.close) client.connection?.close(outcome.close);
  }

  private answer(
    speaker: Speaker<Client>,
    message: Message,
    { reply, instead, echo, first, seq }: Outcome,
  ): void {
    const { client } = speaker;
    const { type: of, reply: type } = message.entry;
    if (reply !== undefined) {
      if (first) client.replyFirst(message, type as ServerMessageType, reply);
      else speaker.answered(client.reply(message, type as ServerMessageType, reply));
    } else if (instead) {
      client.reply(message, instead.type, instead.data);
    } else if (echo) {
      client.echo(message, type as ServerMessageType);
    } else if (message.id !== undefined) {
      client.reply(message, 'accepted', seq === undefined ? { of } : { of, seq });
    }
  }

  private refuse({ client, refusals }: Speaker<Client>, message: Message | undefined, error: unknown): void {
    const bad = error instanceof DecodeRefusal ? error : undefined;
    const cause = bad ? bad.refusal : error;
    const request = message ?? bad?.request;
    if (request?.entry.refusals) {
      const data = request.entry.refusals === 'status' ? statusRefusal(cause) : outcomeRefusal(cause);
      client.reply(request, request.entry.type as ServerMessageType, data);
    } else {
      client.tell('error', errorData(cause, request?.entry.type ?? bad?.of), request?.id ?? bad?.id);
    }
    const of = bad?.of !== undefined && isKnownType(bad.of) ? bad.of : undefined;
    this.observer.refused(client, request?.key ?? of, cause);
    if (isOwnFault(cause, request) && refusals.add(performance.now())) client.connection?.close('abuse');
  }
}

/** Returns whether the client caused a refusal, so that many of them count as abuse. */
function isOwnFault(cause: unknown, request: Request | undefined): boolean {
  if (!(cause instanceof Refusal)) return false;
  // If the database cannot be reached, the requests of all clients are refused.
  if (cause.code === 'unavailable') return false;
  // The client cannot know that the receiver has just left.
  return !(cause.code === 'unknown-receiver' && request?.entry.delivery === 'signal');
}
