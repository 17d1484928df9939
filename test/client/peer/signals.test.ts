import t from 'tap';
import { readOrigin, readSignal, type SignalMessage } from '#client/peer/signals.js';

const sdp = 'v=0\r\no=- 4611731400430051336 2 IN IP4 127.0.0.1\r\ns=-\r\n';

function read<T extends SignalMessage['type']>(type: T, data: Extract<SignalMessage, { type: T }>['data']) {
  return readSignal({ sender: 'a1', receiver: 'b1', type, data } as SignalMessage);
}

t.test('normalizes descriptions', (t) => {
  t.same(read('offer', sdp), { signal: { type: 'offer', data: { type: 'offer', sdp } }, attempt: undefined });
  t.same(read('answer', { type: 'answer', sdp, attempt: 3 }), {
    signal: { type: 'answer', data: { type: 'answer', sdp } },
    attempt: 3,
  });
  for (const bad of ['x', 'v=0\r\n', 'v=0\r\ns=-\r\n', 'v=0\r\no=- 1 x IN\r\n']) {
    t.equal(read('offer', bad), undefined, bad);
    t.equal(read('answer', { type: 'answer', sdp: bad }), undefined, bad);
  }
  t.end();
});

t.test('refuses a candidate that belongs to no part of the description', (t) => {
  const candidate = 'candidate:1 1 udp 1 192.0.2.1 9 typ host';
  t.same(read('icecandidate', { candidate, sdpMid: '0', attempt: 2 }), {
    signal: { type: 'icecandidate', data: { candidate, sdpMid: '0' } },
    attempt: 2,
  });
  t.ok(read('icecandidate', { candidate, sdpMLineIndex: 0 }));
  t.equal(read('icecandidate', { candidate }), undefined);
  t.equal(read('icecandidate', { candidate, sdpMid: null, sdpMLineIndex: null }), undefined);
  t.end();
});

t.test('reads the session of a description, even if its version exceeds a safe integer', (t) => {
  t.same(readOrigin(sdp), { id: '4611731400430051336', version: 2n });
  t.same(readOrigin('v=0\no=mozilla 7 9007199254740993 IN IP4 0.0.0.0\n'), {
    id: '7',
    version: 9007199254740993n,
  });
  t.end();
});
