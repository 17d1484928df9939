import type { ClientMessageType, CloseName, ServerData, ServerMessageType } from 'lectern-protocol';
import {
  BadFrame,
  type CodecLimits,
  decode,
  type Message,
  type MessageEntry,
  type Request,
} from './codec.js';
import { deniedData, errorData, Refusal, refusedData } from './errors.js';
import type { IdempotentRequests } from './idempotent-requests.js';
import type { RateLimit, RefusalCount } from './limits.js';

/** What comes of a message beside its effect. */
export interface Outcome {
  /** Answers it, of the shape of the type that is its reply, instead of `accepted`. */
  reply?: ServerData[ServerMessageType];
  /** The type of that reply, where it is not the one that the request is always answered by. */
  replyType?: ServerMessageType;
  /** Its place in the room's log, for `accepted`. */
  seq?: number;
  /** The connection ends, once the answer is out. */
  close?: CloseName;
}

export type Result = Outcome | undefined;

/** Who sends messages, as far as they have to be answered. */
export interface Sender {
  readonly connection: { close(name: CloseName): void } | undefined;
  /** Answers a request, from the address that it was sent to. */
  reply<T extends ServerMessageType>(request: Pick<Request, 'to' | 'id'>, type: T, data: ServerData[T]): void;
  /** Sends an envelope that is for this client alone. */
  tell<T extends ServerMessageType>(type: T, data: ServerData[T], id?: string | number): void;
}

/**
 * Handles one message. May throw a Refusal. One that has sent its reply (`client.reply`) gives undefined; where it
 * gives an outcome, the router answers with the reply in it, or a message that carries an `id` with `accepted`.
 */
export type Handler<Context, Client, K extends ClientMessageType> = (
  context: Context,
  client: Client,
  message: Message<K>,
) => Result | Promise<Result>;

/** A handler for every type: one more or one less does not compile. */
export type Routes<Context, Client> = { [K in ClientMessageType]: Handler<Context, Client, K> };

/** One who speaks: the client, and what it may. */
export interface Speaker<Client> {
  readonly client: Client;
  readonly rateLimit: RateLimit;
  readonly refusals: RefusalCount;
  /** What came of its last requests that are answered by `accepted`. */
  readonly outcomes: IdempotentRequests<Result>;
  /** Whether it may say that at all, as long as it has not logged in. */
  admits(entry: MessageEntry): boolean;
  /** Says such a message, which is about to be handled. */
  said(entry: MessageEntry): void;
}

/** Hears what became of every message. */
export interface Observer<Client> {
  handled(client: Client, type: string): void;
  /** @param type undefined where the message had none that is known */
  refused(client: Client, type: string | undefined, error: unknown): void;
}

/** Takes the frames of speakers to where they are handled. */
export interface Receiver<Client> {
  /** Handles one frame. Never throws; the promise, if any, never rejects. */
  receive(speaker: Speaker<Client>, text: string, bytes: number): Promise<void> | undefined;
}

/** Takes a client's frames to their handlers, and what goes wrong back to the client. */
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
      message = decode(text, bytes, this.limits);
      speaker.rateLimit.take(message.entry.rate, performance.now());
      if (!speaker.admits(message.entry)) throw new Refusal('login-required', 'log in first');
      speaker.said(message.entry);
      const outcome = this.handle(speaker, message);
      if (outcome instanceof Promise) return this.settle(speaker, message, outcome);
      this.done(speaker.client, message, outcome);
    } catch (error) {
      this.refuse(speaker, message, error);
    }
    return undefined;
  }

  private handle(speaker: Speaker<Client>, message: Message): Result | Promise<Result> {
    const handler = this.routes[message.key] as Handler<Context, Client, ClientMessageType>;
    const { id, entry } = message;
    const handle = () => handler(this.context, speaker.client, message);
    if (id === undefined) return handle();
    // A type with a reply of its own finds out itself that it has been done, but not while it is being done.
    if (entry.reply !== undefined && !entry.keepsReply) return speaker.outcomes.runAfterPending(id, handle);
    return speaker.outcomes.runOnce(id, entry.type, handle);
  }

  private async settle(speaker: Speaker<Client>, message: Message, outcome: Promise<Result>): Promise<void> {
    try {
      this.done(speaker.client, message, await outcome);
    } catch (error) {
      this.refuse(speaker, message, error);
    }
  }

  private done(client: Client, message: Message, outcome: Result): void {
    this.observer.handled(client, message.key);
    if (!outcome) return;
    if (outcome.reply !== undefined) {
      const type = outcome.replyType ?? (message.entry.reply as ServerMessageType);
      client.reply(message, type, outcome.reply);
    } else if (message.id !== undefined) {
      const of = message.entry.type;
      client.reply(message, 'accepted', outcome.seq === undefined ? { of } : { of, seq: outcome.seq });
    }
    if (outcome.close) client.connection?.close(outcome.close);
  }

  private refuse({ client, refusals }: Speaker<Client>, message: Message | undefined, error: unknown): void {
    const bad = error instanceof BadFrame ? error : undefined;
    const cause = bad ? bad.refusal : error;
    const request = message ?? bad?.request;
    if (request?.entry.refusals) {
      const data = request.entry.refusals === 'status' ? refusedData(cause) : deniedData(cause);
      client.reply(request, request.entry.type as ServerMessageType, data);
    } else {
      client.tell('error', errorData(cause, request?.entry.type ?? bad?.of), request?.id ?? bad?.id);
    }
    this.observer.refused(client, message?.key, cause);
    if (isOwnFault(cause, request) && refusals.add(performance.now())) client.connection?.close('abuse');
  }
}

/** Whether a refusal is the client's doing, so that many of them are abuse. */
function isOwnFault(cause: unknown, request: Request | undefined): boolean {
  if (!(cause instanceof Refusal)) return false;
  // A database that is away for a while refuses everybody.
  if (cause.code === 'unavailable') return false;
  // A client cannot know that somebody has just left.
  return !(cause.code === 'unknown-receiver' && request?.entry.delivery === 'signal');
}
