// A member of a room who waves, estimates, and prints what the others have estimated: node client.mjs Ada 5
import { FamilyClient, roomUrl, Signaler } from 'lectern-client';
import { estimates } from './estimates.mjs';

const [name = 'Ada', points = '5'] = process.argv.slice(2);
const signaler = new Signaler(roomUrl(process.env.SERVER ?? 'http://127.0.0.1:8080', 'blue'));
const family = new FamilyClient(signaler, estimates);

family.on('wave', ({ data }) => console.log(`somebody waves with the ${data.hand} hand`));
const revealed = new Promise((resolve) => family.on('revealed', ({ data }) => resolve(data)));
signaler.on('state', async (state) => {
  if (state.name !== 'open' || state.resumed) return;
  await signaler.request('profile', { username: name });
  family.send('wave', { hand: 'left' });
  const { data } = await family.request('estimate', Number(points));
  console.log(`estimates so far: ${data.estimates}`);
  console.log(await revealed);
  signaler.close();
});
signaler.connect();
