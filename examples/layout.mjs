// Two screens of one household: each receives the other's notifications.
import { Signaler } from 'lectern-client';

const server = process.env.SERVER ?? 'http://127.0.0.1:8080';
const room = 'living room';

async function screen(name) {
  const signaler = new Signaler(`${server.replace(/^http/, 'ws')}/ws`);
  const open = new Promise((resolve) => signaler.on('state', (state) => state.name === 'open' && resolve()));
  signaler.connect();
  await open;
  await signaler.request('/layout JOIN', { room, name });
  return signaler;
}

const tv = await screen('tv');
const tablet = await screen('tablet');

const { data } = await tv.request('/layout CLIENTS', { room });
console.log(`in the ${data.room}: ${data.clients.join(', ')}`);

tv.on('/layout EVENT', ({ data: { sender, message } }) => {
  console.log(`the ${sender} says: show the ${message.show}`);
  tv.close();
  tablet.close();
});
tablet.send('/layout NOTIFY', { room, message: { show: 'clock' } });
