// Two viewers of a programme meet in a chat room beside it, and push up what one of them holds up.
import { Signaler } from 'lectern/client';

const server = process.env.SERVER ?? 'http://127.0.0.1:8080';
const receiver = '/programme/final-2026';

async function viewer(username) {
  const signaler = new Signaler(`${server.replace(/^http/, 'ws')}/ws`);
  const open = new Promise((resolve) => signaler.on('state', ({ name }) => name === 'open' && resolve()));
  signaler.connect();
  await open;
  await signaler.request('profile', { username });
  await signaler.request('/programme enter', undefined, { receiver });
  return signaler;
}

const [ada, bo] = [await viewer('Ada'), await viewer('Bo')];

bo.on('/programme addRoom', async ({ data: { roomId, title, count, max } }) => {
  console.log(`a room: ${title}, ${count} of ${max}`);
  await bo.request('/programme joinRoom', { roomId }, { receiver });
  bo.send('/programme chat', { roomId, msg: 'hello', type: 'chat' }, receiver);
});
ada.on('/programme chat', ({ data: { displayName, msg, roomId } }) => {
  console.log(`${displayName}: ${msg}`);
  ada.send('/programme chat', { roomId, msg: 'Goal!', type: 'aggro' }, receiver);
});
bo.on('/programme aggro', ({ data: { displayName, msg, point, aggroUID } }) => {
  console.log(`${displayName} holds up: ${msg} (${point})`);
  bo.send('/programme aggroUp', { aggroUID }, receiver);
});
ada.on('/programme aggroPoint', ({ data: { point } }) => {
  console.log(`pushed to ${point}`);
  bo.close();
});
ada.on('/programme leaveRoom', ({ data: { displayName } }) => {
  console.log(`${displayName} left`);
  ada.close();
});

await ada.request('/programme createRoom', { title: 'Goals', max: 10 }, { receiver });
