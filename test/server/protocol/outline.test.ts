import t from 'tap';
import { DecodeRefusal, decode } from '../../../server/protocol/codec.js';

const limits = { messageBytes: 65536, depth: 32 };
const audio = { classUuid: '6b1c9c1e-7f51-4a3e-9d2a-0c9d8b6f4e11', lectureId: 3 };

function refusalOf(text: string, admitted = true): DecodeRefusal {
  try {
    decode(text, Buffer.byteLength(text), limits, admitted);
  } catch (error) {
    if (error instanceof DecodeRefusal) return error;
    throw error;
  }
  throw new Error('the message was accepted');
}

t.test('a large frame is refused before it is parsed, with what can be read of it', async (t) => {
  // It is not JSON, so that parsing it would be refused with another code.
  const junk = '[}'.repeat(40_000);
  const head = '"type":"offer","receiver":"x","id":';
  for (const [text, of, id] of [
    [`{${head}7,"data":${junk}}`, 'offer', 7],
    [`{${head}"7"${' '.repeat(70_000)}}`, 'offer', '7'],
    [`{"data":"${'\\"'.repeat(40_000)}",${head}7}`, 'offer', 7],
    [`{"data":${junk},${head}7}`, undefined, undefined],
    [`{${head}{"id":7},"data":${junk}}`, 'offer', undefined],
    [`{"type":"${'x'.repeat(65)}","id":0.5,"data":${junk}}`, undefined, undefined],
    [junk, undefined, undefined],
    ['"'.repeat(70_001), undefined, undefined],
  ] as const) {
    const { refusal, ...found } = refusalOf(text);
    t.match(refusal, { code: 'too-large' });
    t.match(found, { of, id });
  }
});

t.test('a type with a larger limit is accepted, in whatever order its members are', async (t) => {
  const arrayBuffer = 'A'.repeat(1_300_000);
  const data = { ...audio, arrayBuffer };
  for (const members of [
    { type: 'LiveChatAudioMessage', id: 7, data },
    { data, id: 7, type: 'LiveChatAudioMessage' },
  ]) {
    const text = JSON.stringify(members);
    t.match(decode(text, text.length, limits), { key: 'LiveChatAudioMessage', id: 7, data });
    t.match(refusalOf(text, false), {
      refusal: { code: 'too-large', message: /before the login/ },
      request: { id: 7, entry: { type: 'LiveChatAudioMessage' } },
    });
  }
});

t.test('a type with a larger limit does not allow many values', async (t) => {
  const text = JSON.stringify({ type: 'LiveChatAudioMessage', id: 7, data: { ...audio, a: Array(40_000) } });
  t.match(refusalOf(text), {
    refusal: { code: 'too-large', message: /if it contains many values/ },
    request: { id: 7 },
  });
});
