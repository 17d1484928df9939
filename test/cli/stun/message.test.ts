import t from 'tap';
import {
  Attribute,
  Class,
  decode,
  encodeRequest,
  isSigned,
  Method,
  messageLength,
  readAddress,
  readError,
} from '../../../cli/stun/message.js';

const bytes = (hex: string): Buffer => Buffer.from(hex.replaceAll(/\s/g, ''), 'hex');

t.test('the signed request of RFC 5769, 2.4', async (t) => {
  const raw = bytes(`
    00010060 2112a442 78ad3433c6ad72c029da412e
    00060012 e3839ee38388e383aae38383e382afe382b9 0000
    0015001c 662f2f3439396b39353464364f4c33346f4c394653547679363473 41
    0014000b 6578616d706c652e6f7267 00
    00080014 f67024656dd64a3e02b8e0712e85c9a28ca89666`);
  const message = decode(raw);
  t.ok(message);
  if (!message) return;
  const signature = {
    username: 'マトリックス',
    credential: 'TheMatrIX',
    realm: 'example.org',
    nonce: Buffer.from('f//499k954d6OL34oL9FSTvy64sA'),
  };
  t.match(message, { method: Method.binding, class: Class.request });
  t.equal(message.attributes.get(Attribute.realm)?.toString(), 'example.org');
  t.equal(isSigned(message, signature), true);
  t.equal(isSigned(message, { ...signature, credential: 'TheMatrix' }), false);
  t.equal(isSigned({ ...message, attributes: new Map() }, signature), false);
});

t.test('the addresses of RFC 5769, 2.2 and 2.3', async (t) => {
  const v4 = decode(bytes('0101000c 2112a442 b7e7a701bc34d686fa87dfae 00200008 0001a147e112a643'));
  t.equal(v4 && readAddress(v4, 'xorMappedAddress'), '192.0.2.1:32853');
  const v6 = decode(
    bytes(`01010018 2112a442 b7e7a701bc34d686fa87dfae
      00200014 0002a1470113a9faa5d3f179bc25f4b5bed2b9d9`),
  );
  t.equal(v6 && readAddress(v6, 'xorMappedAddress'), '[2001:db8:1234:5678:11:2233:4455:6677]:32853');
  const plain = decode(bytes('0101000c 2112a442 b7e7a701bc34d686fa87dfae 00010008 00018055c0000201'));
  t.equal(plain && readAddress(plain, 'mappedAddress'), '192.0.2.1:32853');
  t.equal(plain && readAddress(plain, 'xorMappedAddress'), undefined);
});

t.test('an encoded message can be decoded', async (t) => {
  const signature = { username: '1:a', credential: 'c', realm: 'r', nonce: Buffer.from('nonce') };
  const message = decode(encodeRequest(Method.allocate, { lifetime: Buffer.alloc(4) }, signature));
  t.match(message, { method: Method.allocate, class: Class.request });
  t.equal(message && isSigned(message, signature), true);
  t.equal(message?.attributes.get(Attribute.username)?.toString(), '1:a');
  t.notSame(encodeRequest(Method.binding), encodeRequest(Method.binding), 'transactions differ');
});

t.test('an error has a number and a reason', async (t) => {
  const raw = bytes('01130010 2112a442 b7e7a701bc34d686fa87dfae 0009000c 00000401').subarray(0, 28);
  const message = decode(Buffer.concat([raw, Buffer.from('No entry')]));
  t.match(message, { method: Method.allocate, class: Class.error });
  t.same(message && readError(message), { code: 401, reason: 'No entry' });
  const bare = decode(bytes('01130000 2112a442 b7e7a701bc34d686fa87dfae'));
  t.same(bare && readError(bare), { code: 0, reason: 'no reason given' });
});

t.test('data after the signature is ignored', async (t) => {
  const signature = { username: 'u', credential: 'c', realm: 'r', nonce: Buffer.from('n') };
  const signed = encodeRequest(Method.binding, {}, signature);
  const forged = Buffer.concat([signed, bytes('000d0004 00000001')]);
  forged.writeUInt16BE(forged.length - 20, 2);
  const message = decode(forged);
  t.equal(message?.attributes.get(Attribute.lifetime), undefined);
  t.equal(message && isSigned(message, signature), true);
});

t.test('other bytes are not accepted as a message', async (t) => {
  const good = encodeRequest(Method.binding, { lifetime: Buffer.alloc(4) });
  t.equal(messageLength(good), good.length);
  t.equal(decode(Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n')), undefined);
  t.equal(decode(good.subarray(0, 19)), undefined, 'half a header');
  t.equal(decode(good.subarray(0, -1)), undefined, 'a missing byte');
  const overlong = Buffer.from(good);
  overlong.writeUInt16BE(60, 22);
  t.equal(decode(overlong), undefined, 'an attribute longer than the message');
});
