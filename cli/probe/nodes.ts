import type { Denied } from 'lectern-protocol';
import type { Checklist, Finding } from '../checklist.js';
import { Connection } from '../connection.js';
import { ExplainedError } from '../explained-error.js';
import { milliseconds } from '../print.js';
import type { Trust } from '../tls.js';
import { doorOf, join, leave, newRoom, relay } from './signaling.js';

const share = 'start both with the same --redis and --database';
const seeLog = 'see the server log';

/** Tests each of the other nodes together with the first: whether they form a cluster. */
export async function probeNodes(
  list: Checklist,
  base: URL,
  others: readonly URL[],
  trust: Trust,
): Promise<void> {
  for (const other of others) {
    const room = newRoom();
    const [near, far] = [doorOf(base, room), doorOf(other, room)];
    const target = other.host;
    await list.run('node', () => meet(near, far, list.timeout, trust), target);
    await list.run('move', () => move(near, far, list.timeout, trust), target);
  }
}

/** A client of each node joins one room, and they exchange signals. */
async function meet(near: URL, far: URL, timeout: number, trust: Trust): Promise<Finding> {
  const [connection, { id }] = await Connection.openToWelcome(near, timeout, trust);
  const first = { connection, id };
  try {
    await connection.request('get-room-info');
    const second = await together(join(far, trust, first, timeout));
    try {
      const began = performance.now();
      await together(relay('offer', first, second));
      await together(relay('answer', second, first));
      const time = milliseconds(performance.now() - began);
      await together(leave(second, first));
      return {
        detail: `shares rooms with the first node; an offer and its answer take ${time}`,
        value: undefined,
      };
    } finally {
      second.connection.close();
    }
  } finally {
    connection.close();
  }
}

/** Two nodes that share nothing are not a cluster, whichever message is missing first. */
async function together<T>(finding: Promise<Finding<T>>): Promise<T> {
  try {
    return (await finding).value;
  } catch (error) {
    if (!(error instanceof ExplainedError)) throw error;
    throw new ExplainedError(error.why, share);
  }
}

/** A client of one node resumes on the other, as after the death of a node. */
async function move(near: URL, far: URL, timeout: number, trust: Trust): Promise<Finding> {
  const [before] = await Connection.openToWelcome(announced(near), timeout, trust);
  const [after] = await Connection.openToWelcome(announced(far), timeout, trust);
  try {
    const login = await before.request('login', { protocol: '1.2' });
    if (login.data.status === 'error') throw refused('a login at the first node', login.data);
    const { id, reconnectionTicket: ticket = '' } = login.data.data;
    const relogin = await after.request('relogin', { ticket });
    if (relogin.data.status === 'error') throw refused('a session of the first node', relogin.data, share);
    after.send('logout');
    if (relogin.data.id !== id)
      throw new ExplainedError('a session of the first node was resumed as another client', seeLog);
    return { detail: 'resumes a session of the first node', value: undefined };
  } finally {
    before.close();
    after.close();
  }
}

/** Announces a login, so that the client is only admitted after it. */
function announced(door: URL): URL {
  const url = new URL(door);
  url.searchParams.set('login', '1');
  return url;
}

const refused = (what: string, { code, data }: Denied, advice = seeLog): ExplainedError =>
  new ExplainedError(`${what} was refused: ${code}, ${data}`, advice);
