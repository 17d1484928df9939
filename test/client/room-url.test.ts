import t from 'tap';
import { roomUrl } from '#client/room-url.js';

t.test('creates a WebSocket URL from any base', (t) => {
  const addresses: [base: string, room: string, address: string][] = [
    ['http://localhost:8080', 'blue', 'ws://localhost:8080/room/blue/ws'],
    ['https://example.org/', 'blue', 'wss://example.org/room/blue/ws'],
    ['wss://example.org/lectern/?x=1#y', 'blue', 'wss://example.org/lectern/room/blue/ws'],
    ['ws://example.org', '수업 1/2', 'ws://example.org/room/%EC%88%98%EC%97%85%201%2F2/ws'],
  ];
  for (const [base, room, address] of addresses) {
    t.equal(roomUrl(base, room).href, address);
    t.equal(roomUrl(new URL(base), room).href, address);
  }
  t.throws(() => roomUrl('example.org', 'blue'), TypeError);
  t.end();
});
