// Two viewers of a programme meet in a chat room beside it, and vote up a message that one of them spotlights.
import { Programme, Signaler } from 'lectern-client';

const server = process.env.SERVER ?? 'http://127.0.0.1:8080';

async function viewer(username) {
  const signaler = new Signaler(`${server.replace(/^http/, 'ws')}/ws`);
  const open = new Promise((resolve) => signaler.on('state', ({ name }) => name === 'open' && resolve()));
  signaler.connect();
  await open;
  await signaler.request('profile', { username });
  const programme = new Programme(signaler, 'final-2026');
  await programme.enter();
  return { programme, signaler };
}

const [ada, bo] = [await viewer('Ada'), await viewer('Bo')];

bo.programme.on('state', async ({ rooms: [room], joined }) => {
  if (!room || joined.size > 0 || bo.comes) return;
  bo.comes = true;
  console.log(`a room: ${room.title}, ${room.count} of ${room.max}`);
  await bo.programme.join(room.roomId);
  await bo.programme.say(room.roomId, 'hello');
});
ada.programme.on('chat', ({ displayName, msg, roomId }) => {
  console.log(`${displayName}: ${msg}`);
  ada.programme.aggro(roomId, 'Goal!');
});

const roomId = await ada.programme.createRoom('Goals', 10);

let voted = false;
bo.programme.on('state', async ({ joined }) => {
  const aggro = joined.get(roomId)?.aggro;
  if (!aggro || voted) return;
  voted = true;
  console.log(`${aggro.displayName} spotlights: ${aggro.msg} (${aggro.point})`);
  await bo.programme.aggroUp(aggro.aggroUID);
});
let told = 'nothing';
ada.programme.on('state', ({ joined }) => {
  const { users, aggro } = joined.get(roomId);
  if (told === 'nothing' && aggro?.point === 4) {
    told = 'points';
    console.log('voted up to 4');
    bo.signaler.close();
  } else if (told === 'points' && users.length === 1) {
    told = 'all';
    console.log('Bo left');
    ada.signaler.close();
  }
});
