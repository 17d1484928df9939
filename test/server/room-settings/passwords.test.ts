import t from 'tap';
import { Passwords } from '../../../server/room-settings/passwords.js';

t.test('a password matches its own hash and no other', async (t) => {
  const passwords = new Passwords();
  const kept = await passwords.hash('열려라 참깨');
  t.match(kept, /^scrypt\$16384\$8\$5\$[\w-]{22}\$[\w-]{43}$/);
  for (const who of [passwords, new Passwords()]) {
    t.equal(await who.fits('열려라 참깨'.normalize('NFD'), kept), true, 'in every Unicode form');
    t.equal(await who.fits('열려라 참깨', kept), true, 'and a second time');
    for (const other of ['', '열려라', '열려라 참깨 ']) t.equal(await who.fits(other, kept), false);
  }
});

t.test('two hashes of one password share nothing', async (t) => {
  const passwords = new Passwords();
  const [one = '', two = ''] = await Promise.all([passwords.hash('sesame'), passwords.hash('sesame')]);
  t.not(one, two);
  t.not(one.split('$')[4], two.split('$')[4], 'each has its own salt');
  t.equal(await passwords.fits('sesame', two), true);
});

t.test('a hash with other costs is verified', async (t) => {
  // RFC 7914, section 12, the second test vector, shortened to 32 bytes.
  const salt = Buffer.from('NaCl').toString('base64url');
  const hash = Buffer.from(
    'fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162',
    'hex',
  ).toString('base64url');
  t.equal(await new Passwords().fits('password', `scrypt$1024$8$16$${salt}$${hash}`), true);
});
