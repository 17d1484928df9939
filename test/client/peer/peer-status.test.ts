import fc from 'fast-check';
import t from 'tap';
import { formatPeerStatus, parsePeerStatus } from '#client/peer/peer-status.js';

t.test('reads its own output', (t) => {
  for (const streams of [{}, { microphone: 'm' }, { microphone: 'm', camera: 'c', screen: 's' }]) {
    const status = { muted: true, listening: false, streams };
    t.same(parsePeerStatus(formatPeerStatus(status)), status);
  }
  t.end();
});

t.test('refuses any other input and never throws', (t) => {
  const bad = [
    '',
    'null',
    '[]',
    '{}',
    '{"type":"status"}',
    '{"type":"status","muted":1,"listening":false,"streams":{}}',
    '{"type":"status","muted":true,"listening":false,"streams":null}',
    '{"type":"status","muted":true,"listening":false,"streams":{"camera":7}}',
    `{"type":"status","muted":true,"listening":false,"streams":{"camera":"${'x'.repeat(3_000)}"}}`,
  ];
  for (const text of bad) t.equal(parsePeerStatus(text), undefined, text.slice(0, 80));
  fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => parsePeerStatus(text) === undefined));
  t.end();
});
