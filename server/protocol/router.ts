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
import type { RefusalCount } from './limits.js';
import type { Outcome, Result } from './outcome.js';

/** The sender of messages, as far as it is answered. */
export interface Sender {
  readonly connection: { close(name: CloseName): void } | undefined;
  /** Answers a request, from the address that it was sent to. */
  reply<T extends ServerMessageType>(request: Pick<Request, 'to' | 'id'>, type: T, data: ServerData[T]): void;
  /** Answers a request before everything that was held back for this client, and lets that follow. */
  replyFirst<T extends ServerMessageType>(
    request: Pick<Request, 'to' | 'id'>,
    type: T,
    data: ServerData[T],
  ): void;
  /** Answers a request with its own payload. */
  echo(request: Message, type: ServerMessageType): void;
  /** Sends an envelope that is for this client alone. */
  tell<T extends ServerMessageType>(type: T, data: ServerData[T], id?: string | number): void;
}

/**
 * Handles one message, and returns how the router answers it. Throws a Refusal if the message is not allowed: the
 * router answers that too.
 */
export type Handler<Context, Client, K extends ClientMessageType> = (
  context: Context,
  client: Client,
  message: Message<K>,
) => Result<K> | Promise<Result<K>>;

/** A handler for every type: one more or one less does not compile. */
export type Routes<Context, Client> = { [K in ClientMessageType]: Handler<Context, Client, K> };

/** A connection on which a client sends messages. */
export interface Speaker<Client> {
  readonly client: Client;
  readonly refusals: RefusalCount;
  /** The client's last requests, and what came of those that are answered by `accepted`. */
  readonly requests: IdempotentRequests<Result>;
  /** Called before a message is handled. @throws Refusal rate-limited, or login-required */
  admit(entry: MessageEntry): void;
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
      speaker.admit(message.entry);
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
    if (entry.reply !== undefined && !entry.keepsReply) return speaker.requests.runAfterPending(id, handle);
    return speaker.requests.runOnce(id, entry.type, handle);
  }

  private async settle(speaker: Speaker<Client>, message: Message, pending: Promise<Result>): Promise<void> {
    try {
      const outcome = await pending;
      this.done(speaker.client, message, outcome);
      await outcome?.after?.();
    } catch (error) {
      this.refuse(speaker, message, error);
    }
  }

  private done(client: Client, message: Message, outcome: Result): void {
    this.observer.handled(client, message.key);
    if (!outcome) return;
    this.answer(client, message, outcome);
    if (outcome.close) client.connection?.close(outcome.close);
  }

  private answer(client: Client, message: Message, { reply, instead, echo, first, seq }: Outcome): void {
    const { type: of, reply: type } = message.entry;
    if (reply !== undefined) {
      if (first) client.replyFirst(message, type as ServerMessageType, reply);
      else client.reply(message, type as ServerMessageType, reply);
    } else if (instead) {
      client.reply(message, instead.type, instead.data);
    } else if (echo) {
      client.echo(message, type as ServerMessageType);
    } else if (message.id !== undefined) {
      client.reply(message, 'accepted', seq === undefined ? { of } : { of, seq });
    }
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
