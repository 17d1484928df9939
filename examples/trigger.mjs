// A producer triggers the display of a programme's players.
import { Signaler } from 'lectern-client';

const server = process.env.SERVER ?? 'http://127.0.0.1:8080';
const id = 'final-2026';

async function join() {
  const signaler = new Signaler(`${server.replace(/^http/, 'ws')}/ws`);
  const open = new Promise((resolve) => signaler.on('state', ({ name }) => name === 'open' && resolve()));
  signaler.connect();
  await open;
  await signaler.request('/trigger JOIN', id);
  return signaler;
}

const [producer, player] = [await join(), await join()];

player.on('/trigger EVENTS', ({ data }) => {
  for (const { at, show } of data) console.log(`at ${at} s show ${show}`);
});
player.on('/trigger STATUS', ({ data }) => {
  console.log(`the programme is ${data}`);
  player.close();
  producer.close();
});

producer.send('/trigger BROADCAST_EVENTS', { id, data: [{ at: 3, show: 'the teams' }] });
producer.send('/trigger BROADCAST_STATUS', { id, data: 'running' });
