import { randomBytes } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { ClientData, IceServer, ServerMessage, Welcome } from 'lectern-protocol';
import { roomUrl } from '#client/index.js';
import type { Checklist, Finding } from '../checklist.js';
import { Connection } from '../connection.js';
import { ExplainedError } from '../explained-error.js';
import { type Access, enter, logInIfRequired } from './access.js';

/** A client of the probe: its connection and its ID from the server. */
export interface ProbeClient {
  connection: Connection;
  id: string;
}

type Signal = 'offer' | 'answer' | 'icecandidate';

const seeLog = 'see the server log';

/** About the size of a browser's offer for a voice, a camera and a screen (characters). */
const sdpLength = 8000;
const sdp = 'v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=lectern probe\r\nt=0 0\r\na='.padEnd(sdpLength, 'x');

const signals: Pick<ClientData, Signal> = {
  offer: { type: 'offer', sdp, attempt: 1 },
  answer: { type: 'answer', sdp, attempt: 1 },
  icecandidate: {
    candidate: 'candidate:1 1 udp 2122260223 192.0.2.1 54400 typ host',
    sdpMid: '0',
    sdpMLineIndex: 0,
    attempt: 1,
  },
};

/** The ID of a room without clients. */
export const newRoom = (): string => `probe-${randomBytes(6).toString('hex')}`;

/** Joins, to be informed of each client that joins or leaves. */
export function doorOf(base: URL, room: string): URL {
  const url = roomUrl(base, room);
  url.searchParams.set('deltas', '1');
  return url;
}

/** Two clients join a new room and exchange signals. Returns the ICE servers, or why nothing else can be tested. */
export async function probeSignaling(
  list: Checklist,
  base: URL,
  access: Access,
): Promise<IceServer[] | 'no-connection' | 'failed'> {
  const room = newRoom();
  const url = doorOf(base, room);
  const connection = await list.run('upgrade', async () => ({
    detail: `WebSocket at ${url.pathname}`,
    value: await Connection.open(url, list.timeout, access.trust),
  }));
  if (!connection) return 'no-connection';
  try {
    const welcome = await list.run('welcome', () => readWelcome(connection));
    if (!welcome) return 'no-connection';
    const first = { connection, id: welcome.id };
    if (welcome.login === 'required' && !(await list.run('login', () => logInFirst(first, welcome, access))))
      return 'failed';
    await list.run('room-info', () => askRoom(first, room));
    const iceServers = await list.run('ice-servers', () => askIceServers(first));
    await probeMeeting(list, url, access, first);
    return iceServers ?? [];
  } finally {
    connection.close();
  }
}

async function probeMeeting(list: Checklist, url: URL, access: Access, first: ProbeClient): Promise<void> {
  const second = await list.run('join', () => join(url, access, first, list.timeout));
  if (!second) return;
  try {
    await list.run('offer', () => relay('offer', first, second));
    await list.run('answer', () => relay('answer', second, first));
    await list.run('icecandidate', () => relay('icecandidate', first, second));
    await list.run('leave', () => leave(second, first));
  } finally {
    second.connection.close();
  }
}

async function readWelcome(connection: Connection): Promise<Finding<Welcome>> {
  const welcome = await connection.welcome;
  const heartbeat = `heartbeat every ${welcome.heartbeat_ms / 1000} s`;
  return { detail: `protocol ${welcome.protocol}, ${heartbeat}`, value: welcome };
}

async function logInFirst(
  { connection }: ProbeClient,
  welcome: Welcome,
  access: Access,
): Promise<Finding<true>> {
  await logInIfRequired(connection, welcome, access);
  return { detail: 'the token is accepted', value: true };
}

async function askRoom({ connection, id }: ProbeClient, room: string): Promise<Finding> {
  const { data } = await connection.request('get-room-info');
  const ids = data.clients.map((client) => client.id);
  if (data.room_id !== room || !isDeepStrictEqual(ids, [id])) {
    throw new ExplainedError(
      `expected one client in the new room ${room}, found ${ids.length} in ${data.room_id}`,
      seeLog,
    );
  }
  return { detail: 'a new room contains its first client', value: undefined };
}

async function askIceServers({ connection }: ProbeClient): Promise<Finding<IceServer[]>> {
  const { data } = await connection.request('get-ice-servers');
  const urls = data.flatMap((server) => server.urls);
  const turn = urls.filter((url) => url.startsWith('turn')).length;
  return { ...assessIce(urls.length - turn, turn), value: data };
}

function assessIce(stun: number, turn: number): { detail: string; advice?: string } {
  const turnFlags = '--turn-urls and the secret of a coturn (LECTERN_TURN_SECRET)';
  if (turn > 0) return { detail: `${stun} STUN, ${turn} TURN` };
  if (stun > 0) {
    return {
      detail: `${stun} STUN and no TURN: people behind strict firewalls won't hear anyone`,
      advice: `start the server with ${turnFlags}`,
    };
  }
  return {
    detail: 'no STUN and no TURN: people can only hear each other within one network',
    advice: `start the server with --stun-urls, ${turnFlags}`,
  };
}

export async function join(
  url: URL,
  access: Access,
  first: ProbeClient,
  timeout: number,
): Promise<Finding<ProbeClient>> {
  const told = first.connection.until(
    'notification of a second client',
    (message) => comers(message, first).length > 0,
  );
  const [connection, { id }] = await enter(url, access, timeout);
  try {
    if (!comers(await told, first).includes(id)) {
      throw new ExplainedError('the first client was notified of a client other than the second', seeLog);
    }
    return { detail: 'the first client was notified of the second', value: { connection, id } };
  } catch (error) {
    connection.close();
    throw error;
  }
}

/** The other clients: a complete list if the first client itself is still new, changes later. */
function comers(message: ServerMessage, { id }: ProbeClient): string[] {
  if (message.type !== 'client-joined' && message.type !== 'room-info') return [];
  return message.data.clients.map((client) => client.id).filter((other) => other !== id);
}

export async function relay(type: Signal, from: ProbeClient, to: ProbeClient): Promise<Finding> {
  const arrival = to.connection.next(type);
  await from.connection.request(type, signals[type], to.id);
  const { sender, receiver, data } = await arrival;
  if (sender !== from.id || receiver !== to.id) {
    throw new ExplainedError(`${type} arrived with wrong addresses: from ${sender} for ${receiver}`, seeLog);
  }
  if (!isDeepStrictEqual(data, signals[type])) throw new ExplainedError(`${type} arrived changed`, seeLog);
  return { detail: 'relayed unchanged', value: undefined };
}

export async function leave(leaver: ProbeClient, other: ProbeClient): Promise<Finding> {
  const told = other.connection.next('client-left', ({ data }) => data.ids.includes(leaver.id));
  leaver.connection.send('bye');
  await told;
  return { detail: 'the first client was notified that the second left', value: undefined };
}
