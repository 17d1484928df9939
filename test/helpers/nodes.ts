import type { LoginData, RecoveredLog, ServerMessage } from 'lectern-protocol';
import type { Test } from 'tap';
import type { ServerSettings } from '../../server/index.js';
import { connect, type TestClient } from './client.js';
import { startDatabase } from './postgres.js';
import { type Redis, startRedis } from './redis.js';
import { startServer, type TestServer } from './server.js';
import { type ServerProcess, startServerProcess } from './server-process.js';

/** The shared services of a cluster. */
export interface Shared {
  redis: Redis;
  /** URL of an empty database. */
  database: string;
}

/** A real Redis, and an empty database of a real PostgreSQL. The test removes both. */
export async function startShared(t: Pick<Test, 'teardown'>, flags: string[] = []): Promise<Shared> {
  const [redis, database] = await Promise.all([startRedis(t, flags), startDatabase(t)]);
  return { redis, database };
}

/** Servers of one cluster in this process. */
export function startNodes(
  t: Pick<Test, 'teardown'>,
  { redis, database }: Shared,
  count: number,
  options: ServerSettings = {},
): Promise<TestServer[]> {
  const given = { ...options, redis: [redis.url], database };
  return Promise.all(Array.from({ length: count }, () => startServer(t, given)));
}

/** Servers of one cluster, each in a process of its own, so that it can be killed. */
export async function serveNodes(
  t: Test,
  { redis, database }: Shared,
  count: number,
  options: Record<string, string> = {},
): Promise<ServerProcess[]> {
  const given = { ...options, LECTERN_REDIS: redis.url, LECTERN_DATABASE: database };
  const nodes = await Promise.all(Array.from({ length: count }, () => startServerProcess(given)));
  t.teardown(() => Promise.all(nodes.map((node) => node.stop())));
  return nodes;
}

type Node = Pick<TestServer, 'url'>;

const ROOM = '/room/blue/ws?deltas=1';

/** A logged-in client that can resume. */
export interface Member {
  client: TestClient;
  id: string;
  ticket: string;
}

/** Logs in to the room blue. */
export async function logIn(t: Test, { url }: Node, keepTime?: number): Promise<Member> {
  const client = await connect(t, `${url}${ROOM}&login=1`);
  const reconnection = keepTime === undefined ? {} : { reconnection: { keepTime } };
  const answer = await client.request('login', { protocol: '1.2', ...reconnection });
  const { status, data } = answer.data as { status: string; data: LoginData };
  if (status !== 'ok') throw new Error(JSON.stringify(answer));
  await client.next('room-info');
  return { client, id: data.id, ticket: data.reconnectionTicket ?? '' };
}

/** A guest that is in the room blue. */
export async function visit(t: Test, { url }: Node): Promise<{ client: TestClient; id: string }> {
  const client = await connect(t, `${url}${ROOM}`);
  const { id } = await client.welcome();
  await client.next('room-info');
  return { client, id };
}

/** The reply to a relogin. */
export interface Resumed {
  client: TestClient;
  status: string;
  code?: string;
  id: string;
  recovered: boolean;
  logs: Record<string, RecoveredLog>;
  data: { ticket: string; messages: ServerMessage[] };
}

/** Presents a ticket and the last positions of each log. */
export async function resume(
  t: Test,
  { url }: Node,
  ticket: string,
  seen: Record<string, number> = {},
): Promise<Resumed> {
  const client = await connect(t, `${url}${ROOM}&login=1`);
  const { data } = await client.request('relogin', { ticket, seen });
  return { client, ...(data as unknown as Omit<Resumed, 'client'>) };
}

/** Sends a text to the room. Resolves with its position in the room's log. */
export async function say({ client }: { client: TestClient }, text: string): Promise<number> {
  const answer = await client.request('text', { from: 'x', time: 1, text }, { receiver: 'room' });
  if (answer.type !== 'accepted') throw new Error(JSON.stringify(answer));
  return (answer.data as { seq: number }).seq;
}

/** Waits until a client receives that text in the room. */
export async function hears({ client }: { client: TestClient }, text: string): Promise<void> {
  await client.next('text', ({ data }) => data.text === text);
}

/** The texts of messages. */
export const textsOf = (messages: ServerMessage[]): string[] =>
  messages.filter(({ type }) => type === 'text').map(({ data }) => (data as { text: string }).text);
