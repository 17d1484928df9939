import type { Checklist, Finding } from '../checklist.js';
import { Connection } from '../connection.js';
import { ExplainedError } from '../explained-error.js';
import { logIn } from '../login.js';
import { milliseconds } from '../print.js';
import { type Access, enter, tokenFor } from './access.js';
import { doorOf, join, leave, newRoom, relay } from './signaling.js';

const share = 'start both with the same --redis and --database';
const seeLog = 'see the server log';

/** Tests each of the other nodes together with the first: whether they form a cluster. */
export async function probeNodes(
  list: Checklist,
  base: URL,
  others: readonly URL[],
  access: Access,
): Promise<void> {
  for (const other of others) {
    const room = newRoom();
    const [near, far] = [doorOf(base, room), doorOf(other, room)];
    const target = other.host;
    await list.run('node', () => meet(near, far, list.timeout, access), target);
    await list.run('move', () => move(near, far, list.timeout, access), target);
  }
}

/** A client of each node joins one room, and they exchange signals. */
async function meet(near: URL, far: URL, timeout: number, access: Access): Promise<Finding> {
  const [connection, { id }] = await enter(near, access, timeout);
  const first = { connection, id };
  try {
    await connection.request('get-room-info');
    const second = await together(join(far, access, first, timeout));
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
async function move(near: URL, far: URL, timeout: number, access: Access): Promise<Finding> {
  const [before, welcome] = await Connection.openToWelcome(announced(near), timeout, access.trust);
  const [after] = await Connection.openToWelcome(announced(far), timeout, access.trust);
  try {
    const request = { protocol: '1.2' as const, ...(await tokenFor(welcome, access)) };
    const { id, reconnectionTicket: ticket = '' } = await logIn(before, request);
    const relogin = await after.request('relogin', { ticket });
    if (relogin.data.status === 'error') {
      const { code, data } = relogin.data;
      throw new ExplainedError(`a session of the first node was refused: ${code}, ${data}`, share);
    }
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
