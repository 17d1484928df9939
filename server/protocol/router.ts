import type { ClientMessageType, CloseName, ServerData, ServerMessageType } from 'lectern-protocol';
import type { clientMessages } from 'lectern-protocol/client-messages';
import type { ChatClient } from '../chat/chat-client.js';
import type { ChatManager } from '../chat/chat-manager.js';
import type { Classroom } from '../classroom/classroom.js';
import type { IceServers } from '../ice.js';
import type { Namespaces } from '../namespaces/namespaces.js';
import type { Programmes } from '../programme/programmes.js';
import type { Rooms } from '../rooms/rooms.js';
import type { Outcomes } from '../session/outcomes.js';
import type { Sessions } from '../session/sessions.js';
import type { RateLimit, RefusalCount } from '../socket/limits.js';
import {
  BadFrame,
  type CodecLimits,
  decode,
  type Message,
  type MessageEntry,
  type Request,
} from './codec.js';
import { deniedData, errorData, Refusal, refusedData } from './errors.js';

/** What handlers act on. */
export interface Context {
  manager: ChatManager;
  classroom: Classroom;
  ice: IceServers;
  rooms: Rooms;
  namespaces: Namespaces;
  programmes: Programmes;
  /** Not there yet while the server is wired together. */
  sessions(): Sessions;
  log: { info(fields: object, text: string): void };
}

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

type Result = Outcome | undefined;

/**
 * Handles one message. May throw a Refusal. One that has sent its reply (`client.reply`) gives undefined; where it
 * gives an outcome, the router answers with the reply in it, or a message that carries an `id` with `accepted`.
 */
export type Handler<K extends ClientMessageType> = (
  context: Context,
  client: ChatClient,
  message: Message<K>,
) => Result | Promise<Result>;

/** What comes of a request whose reply says only that it is done: who gave no `id` is told nothing. */
export const acknowledged = ({ id }: Pick<Message, 'id'>): Result =>
  id === undefined ? undefined : { reply: { ok: true } };

/** A handler for every type of a family: one more or one less does not compile. */
export type FamilyRoutes<F extends string> = {
  [K in ClientMessageType as (typeof clientMessages)[K]['family'] extends F ? K : never]: Handler<K>;
};

export type Routes = { [K in ClientMessageType]: Handler<K> };

/** One who speaks: the client, and what it may. */
export interface Speaker {
  readonly client: ChatClient;
  readonly rateLimit: RateLimit;
  readonly refusals: RefusalCount;
  /** What came of its last requests that are answered by `accepted`. */
  readonly outcomes: Outcomes<Outcome | undefined>;
  /** Whether it may say that at all, as long as it has not logged in. */
  admits(entry: MessageEntry): boolean;
  /** Says such a message, which is about to be handled. */
  said(entry: MessageEntry): void;
}

/** Hears what became of every message. */
export interface Observer {
  handled(client: ChatClient, type: string): void;
  /** @param type undefined where the message had none that is known */
  refused(client: ChatClient, type: string | undefined, error: unknown): void;
}

/** Takes a client's frames to their handlers, and what goes wrong back to the client. */
export class Router {
  constructor(
    private readonly routes: Routes,
    private readonly context: Context,
    private readonly limits: CodecLimits,
    private readonly observer: Observer,
  ) {}

  /** Handles one frame. Never throws; the promise, if any, never rejects. */
  receive(speaker: Speaker, text: string, bytes: number): Promise<void> | undefined {
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

  private handle(speaker: Speaker, message: Message): Result | Promise<Result> {
    const handler = this.routes[message.key] as Handler<ClientMessageType>;
    const { id, entry } = message;
    const handle = () => handler(this.context, speaker.client, message);
    if (id === undefined) return handle();
    // A type with a reply of its own finds out itself that it has been done, but not while it is being done.
    if (entry.reply !== undefined && !entry.keepsReply) return speaker.outcomes.afterOther(id, handle);
    return speaker.outcomes.once(id, entry.type, handle);
  }

  private async settle(speaker: Speaker, message: Message, outcome: Promise<Result>): Promise<void> {
    try {
      this.done(speaker.client, message, await outcome);
    } catch (error) {
      this.refuse(speaker, message, error);
    }
  }

  private done(client: ChatClient, message: Message, outcome: Result): void {
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

  private refuse({ client, refusals }: Speaker, message: Message | undefined, error: unknown): void {
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
