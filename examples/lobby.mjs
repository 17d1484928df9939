// Two clients meet in a lobby, and one sends the other a signal.
import { Lobby, Signaler } from 'lectern-client';

const server = process.env.SERVER ?? 'http://127.0.0.1:8080';
// A new lobby, without clients of an earlier run.
const lobby = `blue ${process.pid}`;

async function connect() {
  const signaler = new Signaler(`${server.replace(/^http/, 'ws')}/ws`);
  const open = new Promise((resolve) => signaler.on('state', ({ name }) => name === 'open' && resolve()));
  signaler.connect();
  await open;
  return signaler;
}

const signalers = [await connect(), await connect()];
const [ada, bo] = signalers.map((signaler) => new Lobby(signaler, lobby));

let company = false;
ada.on('state', ({ peers }) => {
  if (company === peers.length > 0) return;
  company = !company;
  console.log(`Ada: ${company ? 'someone joined' : 'alone again'}`);
  if (company) ada.broadcast('hello');
  else signalers[0].close();
});
bo.on('message', async ({ from, message }) => {
  console.log(`Bo: ${from === signalers[0].id ? 'Ada' : 'someone'} says ${message}`);
  await bo.signal(from, { sdp: { type: 'offer', sdp: 'v=0' } });
  signalers[1].close();
});
ada.on('signal', ({ sdp }) => console.log(`Ada: received an ${sdp.type}`));

await ada.join();
await bo.join();
console.log(`Bo: ${bo.state.peers.length} already here`);
