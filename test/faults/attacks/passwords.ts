import { type Attack, rounds, upTo } from './attack.js';

const CREATORS = 30;
const EACH = 6;
const GUESSERS = 10;

const locked = { room: 'exam', password: 'right horse' };

/** Passwords that the server has to hash. */
export const passwords: Attack = {
  name: 'passwords',
  description: `${CREATORS} guests each create ${EACH} rooms with a password, and ${GUESSERS} guests each try a wrong password every 250 ms for the room that the honest client enters with the right one 1 s later. The honest client tries again when the server asks it to wait, for at least 12 s.`,
  locked,
  async fill(attackers) {
    const owner = await attackers.open();
    await owner.request('create-room', { room_id: locked.room, password: locked.password });
  },
  async prepare(attackers) {
    const creators = await attackers.openMany(CREATORS);
    const path = `/room/${locked.room}/ws?login=1`;
    const guessers = await attackers.openMany(GUESSERS, path);
    return async () => {
      for (const creator of creators) {
        for (const i of upTo(EACH)) creator.send('create-room', { password: `password ${i}` });
      }
      await rounds(async (i) => {
        for (const [k, guesser] of guessers.entries()) {
          const open = guesser.connected ? guesser : await attackers.open(path);
          guessers[k] = open;
          open.send('login', { password: `guess ${i} ${k}` });
        }
      });
    };
  },
};
