import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import type { ServerMessage } from 'lectern-protocol';
import { WebSocket } from 'ws';
import type { Experience, HonestPlan } from './honest-client.js';

/** Time in ms between an answer and the next ping. */
const EVERY = 100;
/** Time in ms from the begin of the attack to the entry into the locked room. */
const ENTRY_AFTER = 1000;
/** Maximum time in ms to wait for an answer. It counts as the time of the answer. */
const LONGEST = 12_000;

const { url, locked } = workerData as HonestPlan;
const base = url.replace(/^http/, 'ws');

const experience: Experience = { pings: [], refused: 0, lost: 0 };
let recording = false;
let ending = false;

/** Sends a request; resolves with the answer, or undefined if the connection is lost or the answer is too late. */
function request(socket: WebSocket, id: string, message: object): Promise<ServerMessage | undefined> {
  return new Promise((resolve) => {
    const finish = (answer?: ServerMessage): void => {
      clearTimeout(timer);
      socket.off('message', arrived).off('close', closed);
      resolve(answer);
    };
    const arrived = (frame: Buffer): void => {
      const answer = JSON.parse(String(frame)) as ServerMessage;
      if (answer.id === id) finish(answer);
    };
    const closed = (): void => finish();
    const timer = setTimeout(finish, LONGEST);
    socket.on('message', arrived).on('close', closed);
    socket.send(JSON.stringify({ id, ...message }));
  });
}

/** Sends the password again when the server asks to try later. */
async function enter(room: string, password: string): Promise<void> {
  const start = performance.now();
  const socket = new WebSocket(`${base}/room/${room}/ws?login=1`, ['lectern']);
  await once(socket, 'open');
  let admitted = false;
  for (let i = 0; !admitted && performance.now() - start < LONGEST; i++) {
    const answer = await request(socket, `enter${i}`, { type: 'login', data: { password } });
    if (!answer) break;
    const { status, retry_after_ms: after } = (answer.data ?? {}) as {
      status?: string;
      retry_after_ms?: number;
    };
    admitted = status === 'ok';
    if (!admitted) await pause(after ?? EVERY);
  }
  experience.entry = { ms: performance.now() - start, admitted };
  socket.terminate();
}

let socket = new WebSocket(`${base}/room/lesson/ws`, ['lectern']);
await once(socket, 'message');
parentPort?.postMessage('ready');

let entering: Promise<void> | undefined;
parentPort?.on('message', (order: 'begin' | 'end') => {
  if (order === 'end') ending = true;
  else {
    recording = true;
    if (locked) entering = pause(ENTRY_AFTER).then(() => enter(locked.room, locked.password));
  }
});

for (let i = 0; !ending; i++) {
  const start = performance.now();
  const answer = await request(socket, `p${i}`, { type: 'ping', data: i });
  const ms = performance.now() - start;
  if (recording) {
    if (answer?.type === 'error') experience.refused += 1;
    else experience.pings.push(ms);
    if (socket.readyState !== WebSocket.OPEN) experience.lost += 1;
  }
  if (socket.readyState !== WebSocket.OPEN) {
    socket = new WebSocket(`${base}/room/lesson/ws`, ['lectern']);
    await once(socket, 'message');
  }
  await pause(EVERY);
}
await entering;
parentPort?.postMessage(experience);
