import { readFile } from 'node:fs/promises';
import t from 'tap';
import { isRoomId } from '#client/room-id.js';
import { roomUrl } from '#client/room-url.js';

t.test('creates a WebSocket URL from any base', (t) => {
  const addresses: [base: string, room: string, address: string][] = [
    ['http://localhost:8080', 'blue', 'ws://localhost:8080/room/blue/ws'],
    ['https://example.org/', 'blue', 'wss://example.org/room/blue/ws'],
    ['wss://example.org/lectern/?x=1#y', 'blue', 'wss://example.org/lectern/room/blue/ws'],
    ['ws://example.org', '수업-1', 'ws://example.org/room/%EC%88%98%EC%97%85-1/ws'],
    ['ws://example.org', 'cafe\u0301', 'ws://example.org/room/caf%C3%A9/ws'],
  ];
  for (const [base, room, address] of addresses) {
    t.equal(roomUrl(base, room).href, address);
    t.equal(roomUrl(new URL(base), room).href, address);
  }
  t.throws(() => roomUrl('example.org', 'blue'), TypeError);
  t.end();
});

t.test('throws for IDs that no room can have', (t) => {
  const bad = ['', ' ', 'a b', 'a/b', '.', '..', '-a', 'a?b', 'a\u200b', '\ud800', 'x'.repeat(65)];
  for (const id of [...bad, 'direct', 'class_1', 'lecture_1']) {
    t.throws(() => roomUrl('http://localhost', id), RangeError, id);
  }
  for (const id of ['a', '1_.~-', '수업', 'x'.repeat(64), 'classes', 'Direct']) {
    t.doesNotThrow(() => roomUrl('http://localhost', id), id);
  }
  t.end();
});

t.test('accepts the IDs that the schema of the protocol accepts', async (t) => {
  const common = new URL('../../../schemas/common.json', import.meta.url);
  const { maxLength, pattern } = JSON.parse(await readFile(common, 'utf8')).$defs.roomId;
  const schema = new RegExp(pattern, 'u');
  // Every character of the Basic Multilingual Plane, at the start and after it.
  const differ: string[] = [];
  for (let code = 0; code <= 0xffff; code++) {
    const character = String.fromCharCode(code);
    for (const id of [character, `x${character}`]) if (isRoomId(id) !== schema.test(id)) differ.push(id);
  }
  t.same(differ, []);
  t.ok(isRoomId('x'.repeat(maxLength)));
  t.notOk(isRoomId('x'.repeat(maxLength + 1)));
});
