import { once } from 'node:events';
import type { ServerMessage } from 'lectern-protocol';
import { WebSocket } from 'ws';
import type { SlowTask } from './manners.js';

// Clients in a process that can be stopped, and that misbehaves after SIGUSR2. Prints their IDs as JSON once all are in
// the room.

/** ms between two messages of a client, whether or not it reads. */
const EVERY = 200;

async function enter({ url, protocol, reads, acknowledges }: SlowTask): Promise<string> {
  const socket = new WebSocket(`${url}?login=1&deltas=1`);
  socket.on('error', () => {});
  await once(socket, 'open');
  const seen: Record<string, number> = {};
  const id = await new Promise<string>((resolve) => {
    socket.on('message', (frame) => {
      const { type, data, receiver, seq } = JSON.parse(String(frame)) as ServerMessage;
      if (type === 'login' && 'data' in data && typeof data.data === 'object') resolve(data.data.id);
      if (seq !== undefined) seen[receiver.replace(/^room\//, '')] = seq;
    });
    socket.send(JSON.stringify({ type: 'login', data: { protocol } }));
  });
  let behaves = true;
  const timer = setInterval(() => {
    // A client that does not read still sends heartbeats.
    socket.send(JSON.stringify(behaves || acknowledges ? { type: 'ack', data: seen } : { type: 'ping' }));
  }, EVERY);
  process.on('SIGUSR2', () => {
    behaves = false;
    if (!reads) socket.pause();
  });
  socket.on('close', () => clearInterval(timer));
  return id;
}

process.setMaxListeners(0);
const task: SlowTask = JSON.parse(process.argv[2] ?? '');
const ids = await Promise.all(Array.from({ length: task.count }, () => enter(task)));
process.stdout.write(`${JSON.stringify(ids)}\n`);
