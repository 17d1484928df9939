// Two clients find each other in a lobby, and one signals to the other.
import { Signaler } from 'lectern/client';

const server = process.env.SERVER ?? 'http://127.0.0.1:8080';
const lobby = 'blue';

async function connect() {
  const signaler = new Signaler(`${server.replace(/^http/, 'ws')}/ws`);
  const open = new Promise((resolve) => signaler.on('state', ({ name }) => name === 'open' && resolve()));
  signaler.connect();
  await open;
  return signaler;
}

const [ada, bo] = [await connect(), await connect()];

ada.on('/lobby JOINED', ({ data }) => {
  if (data === ada.id) return;
  console.log('Ada: somebody came');
  ada.send('/lobby BROADCAST', { message: 'hello' });
});
bo.on('/lobby PEERS', ({ data }) => console.log(`Bo: ${data.length} there already`));
bo.on('/lobby MESSAGE', ({ data: { from, message } }) => {
  console.log(`Bo: ${from === ada.id ? 'Ada' : 'somebody'} says ${message}`);
  bo.send('/lobby RTCSIGNAL', { to: from, sdp: { type: 'offer', sdp: 'v=0' } });
});
ada.on('/lobby RTCSIGNAL', ({ data: { sdp } }) => {
  console.log(`Ada: an ${sdp.type} came`);
  bo.close();
});
ada.on('/lobby LEFT', () => {
  console.log('Ada: alone again');
  ada.close();
});

await ada.request('/lobby JOIN', lobby);
await bo.request('/lobby JOIN', lobby);
