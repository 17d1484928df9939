import t from 'tap';
import { checkOptions } from '../../../server/options.js';
import { HashQueue } from '../../../server/room-settings/hash-queue.js';
import { Passwords } from '../../../server/room-settings/passwords.js';
import { BudgetMeter } from '../../../server/util/budget-meter.js';

const ann = { address: '192.0.2.1', userId: 'ann' };
const make = () => new Passwords(new HashQueue(checkOptions(), new BudgetMeter()));

t.test('a password matches its own hash and no other', async (t) => {
  const passwords = make();
  const kept = await passwords.hash('열려라 참깨', ann);
  t.match(kept, /^scrypt\$16384\$8\$5\$[\w-]{22}\$[\w-]{43}$/);
  for (const who of [passwords, make()]) {
    t.equal(await who.fits('열려라 참깨'.normalize('NFD'), kept, ann), true, 'in every Unicode form');
    t.equal(await who.fits('열려라 참깨', kept, ann), true, 'and a second time');
    for (const other of ['', '열려라', '열려라 참깨 ']) t.equal(await who.fits(other, kept, ann), false);
  }
});

t.test('a known password is not hashed again, and neither are guesses of it', async (t) => {
  let hashes = 0;
  const passwords = new Passwords({
    run(_, hash) {
      hashes++;
      return hash();
    },
  });
  const kept = await passwords.hash('sesame', ann);
  t.equal(await passwords.fits('sesame', kept, ann), true);
  for (const guess of ['seasame', 'Sesame']) t.equal(await passwords.fits(guess, kept, ann), false);
  t.equal(hashes, 1);
});

t.test('two hashes of one password share nothing', async (t) => {
  const passwords = make();
  const [one = '', two = ''] = await Promise.all([
    passwords.hash('sesame', ann),
    passwords.hash('sesame', ann),
  ]);
  t.not(one, two);
  t.not(one.split('$')[4], two.split('$')[4], 'each has its own salt');
  t.equal(await passwords.fits('sesame', two, ann), true);
});

t.test('a hash with other costs is verified', async (t) => {
  // RFC 7914, section 12, the second test vector, shortened to 32 bytes.
  const salt = Buffer.from('NaCl').toString('base64url');
  const hash = Buffer.from(
    'fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162',
    'hex',
  ).toString('base64url');
  t.equal(await make().fits('password', `scrypt$1024$8$16$${salt}$${hash}`, ann), true);
});
