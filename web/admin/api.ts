import type { StreamQuality } from 'lectern-protocol';
import { addressOf } from '../base.js';

/** A budget as a node reports it. Without a limit, it is only a rate. */
export interface Budget {
  name: string;
  used?: number;
  limit?: number;
  shared?: true;
  refused: number;
}

/** The state of a node that answers. */
export interface AnsweringNode {
  node: string;
  answers: true;
  host: string;
  pid: number;
  version: string;
  started: number;
  ready: boolean;
  why?: string;
  event_loop_delay: { mean_ms: number; max_ms: number };
  memory: { rss: number; heap_used: number; heap_limit: number };
  connections: number;
  clients: number;
  rooms: number;
  queued_bytes: number;
  budgets: Budget[];
}

export type Node = AnsweringNode | { node: string; answers: false };

/** A live room, with settings if it has any. */
export interface LiveRoom {
  room_id: string;
  count: number;
  title?: string;
  locked?: boolean;
  entry?: string;
  /** Present if the room has settings. */
  created?: number;
}

/** A client in a room, with what the server knows of its connection. */
export interface Person {
  id: string;
  user: string;
  username: string;
  role: string;
  connection?: {
    transport: string;
    round_trip_ms?: number;
    queued_bytes: number;
    /** The quality of its connections to a media server, if it has any. */
    media?: Partial<Record<'publishing' | 'listening', StreamQuality>>;
  };
}

export interface LiveLecture {
  id: number;
  name: string;
  class: string;
  title?: string;
  clients: number;
}

export interface RecentRefusal {
  what: 'connection' | 'login' | 'message' | 'request';
  type?: string;
  code: string;
  user?: string;
  network?: string;
  count: number;
  last: number;
}

/** A call that the server has refused. */
export class CallError extends Error {
  /** @param status 0 if the server cannot be reached */
  constructor(readonly status: number) {
    super(`the call failed with status ${status}`);
  }
}

/** Calls the HTTP API. @throws CallError */
export async function call<T>(key: string, path: string, method = 'GET', body?: object): Promise<T> {
  const answer = await fetch(addressOf(`api/${path}`), {
    method,
    headers: { authorization: `Bearer ${key}`, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  }).catch(() => undefined);
  if (!answer?.ok) throw new CallError(answer?.status ?? 0);
  return (answer.status === 204 ? undefined : await answer.json()) as T;
}
