import t from 'tap';
import { target } from '../helpers/conformance.js';

/** Free-form data as JSON text that would change if the server parsed and serialized it again. */
const texts = [
  '"\\u0000 NUL"',
  '"\\ud800 a lone surrogate"',
  '"\\udc00\\ud800 in the wrong order"',
  '"\\ud83d\\ude00 a pair, escaped"',
  '"\u2028 \u2029 \u007f \u0085 \ufeff"',
  '"e\u0301 and \u00e9 are not the same"',
  '"</script><!-- ]]>"',
  '"\\/"',
  '{"__proto__":{"admin":true},"constructor":1,"toString":null,"":2}',
  '{"a":1,"a":2}',
  '{"2":"two","1":"one"}',
  '9007199254740993',
  '-9007199254740993.5',
  '123456789012345678901234567890',
  '1E400',
  '-0',
  '0.1000000000000000055511151231257827',
  '1.0',
  '[]',
  '[ 1 , 2 ]',
  '[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]',
  'null',
  'true',
  '""',
];

/** Text that is safe to print: TAP itself is read line by line. */
const printable = (text: string): string =>
  text.replaceAll(/[^ -~]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);

await target((server) => {
  server.webSocketTest('free-form data is returned by the server as it was written', async (t) => {
    const { client } = await server.enter(t, server.newRoom());
    for (const text of texts) {
      client.raw(`{"receiver":"server","type":"ping","data":${text}}`);
      const frame = await client.nextFrame('pong');
      t.ok(frame.includes(`"data":${text}`), printable(`${text} in ${frame}`));
    }
  });

  server.webSocketTest('and reaches another client unchanged', async (t) => {
    const [ada, ben] = await server.gather(t, server.newRoom(), 2);
    for (const text of texts) {
      ada.client.raw(`{"receiver":"${ben.id}","type":"pong","data":${text}}`);
      const frame = await ben.client.nextFrame('pong');
      t.ok(frame.includes(`"data":${text}`), printable(`${text} in ${frame}`));
    }
  });

  t.test('text of any characters reaches the room unchanged', async (t) => {
    const [ada, ben] = await server.gather(t, server.newRoom(), 2);
    for (const text of [
      '\u0000',
      '\ud800',
      '\\u0041 \\ "',
      '\u202eabc',
      '한글 👩‍🏫 e\u0301',
      '\n\r\t',
      ' ',
      '<b>&amp;',
    ]) {
      ada.client.send('text', { from: 'Ada', time: 0, text }, { receiver: 'room' });
      t.same((await ben.client.next('text')).data, { from: 'Ada', time: 0, text }, printable(text));
    }
  });

  t.test('names that every object inherits are treated like others', async (t) => {
    const [ada, ben] = await server.gather(t, server.newRoom(), 2);
    const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty'];
    for (const username of names) {
      t.match(await ada.client.request('profile', { username }), { type: 'accepted' }, username);
      await ben.client.next('room-info', ({ data }) =>
        data.clients.some((each) => each.username === username),
      );
    }
    for (const name of names) {
      const frame = `{"type":"text","receiver":"room","data":{"from":"","time":1,"text":"x","${name}":{}},"id":"${name}"}`;
      ada.client.raw(frame);
      const answer = await ada.client.next(undefined, ({ id }) => id === name);
      t.match(answer, { type: 'error', data: { code: 'bad-data', pointer: `/${name}` } }, name);
    }
    await ben.client.none('text');
  });

  server.webSocketTest('the notation of an envelope makes no difference', async (t) => {
    const { client } = await server.enter(t, server.newRoom());
    const frames = [
      ' \t\r\n{ "type" : "ping" , "data" : "x" } \n',
      '{"data":"x","type":"ping"}',
      '{"\\u0074ype":"\\u0070ing","d\\u0061ta":"\\u0078"}',
      '{"type":"text","data":"y","data":"x","type":"ping"}',
      '{"data":"x","type":"ping","receiver":null,"sender":null,"seq":1}',
    ];
    for (const frame of frames) {
      client.raw(frame);
      // The list of members can arrive meanwhile.
      const answer = await client.next(undefined, ({ type }) => type !== 'room-info');
      t.match(answer, { type: 'pong', data: 'x' }, printable(frame));
    }
  });

  server.webSocketTest('a duplicate member in the payload cannot bypass the check', async (t) => {
    const [ada, ben] = await server.gather(t, server.newRoom(), 2);
    ada.client.raw(
      `{"type":"text","receiver":"room","data":{"from":"","time":1,"text":"${'x'.repeat(5000)}","text":"short"},"id":1}`,
    );
    const answer = await ada.client.next(undefined, ({ id }) => id === 1);
    t.equal(answer.type, 'accepted', 'the last one counts');
    const heard = await ben.client.next('text');
    t.same(heard.data, { from: '', time: 1, text: 'short' });
  });
});
