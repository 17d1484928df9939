import t, { type Test } from 'tap';
import type { Options } from '../../../server/index.js';
import { Target } from '../../helpers/conformance.js';
import { startServer } from '../../helpers/server.js';
import { connectSocketIo } from '../../helpers/socket-io.js';
import { ask, startLecture } from '../../helpers/test-class.js';

// This is socket.io-client 4.8, as in LiveClass.

/** A lecture whose teacher also attends it like LiveClass's page. */
async function openLecture(t: Test, options: Partial<Options>) {
  const { url } = await startServer(t, { socketIo: true, ...options });
  const { teacher, lecture } = await startLecture(t, new Target(url), 0);
  const attendee = await connectSocketIo(t, url, {
    transports: ['websocket'],
    extraHeaders: { authorization: `Bearer ${teacher.token}` },
  });
  return { teacher, lecture, attendee };
}

t.test('lists arrive as a whole, although the protocol has pages', async (t) => {
  const { teacher, lecture, attendee } = await openLecture(t, { pageBytes: 1024, chatBurst: 100 });
  const marker = { markerType: 'Question', videoIndex: 0, time: 3 } as const;
  const { marker: created } = await ask(teacher, 'CreateMarker', { ...lecture, marker });
  const texts = Array.from({ length: 9 }, (_, i) => `${i} `.padEnd(200, 'x'));
  for (const message of texts) {
    const markerTextMessage = { markerId: created.id, message };
    await ask(teacher, 'MarkerTextMessage', { ...lecture, markerTextMessage });
  }
  const page = await ask(teacher, 'GetMarkerMessages', { markerId: created.id });
  t.ok(page.before && page.textMessages.length < texts.length, 'the first page is not the whole list');
  const written = async (data: object) => {
    attendee.socket.emit('GetMarkerMessages', data);
    const { args } = await attendee.next('GetMarkerMessages');
    const [{ textMessages, ...rest }] = args as [{ textMessages: { text: { en: { result: string } } }[] }];
    t.same(rest, { status: 200 });
    return textMessages.map(({ text }) => text.en.result);
  };
  t.same(await written({ markerId: created.id }), texts);
  const lists = [written({ markerId: created.id }), written({ markerId: created.id })];
  t.same(await Promise.all(lists), [texts, texts], 'two at the same time');
  attendee.socket.emit('GetMarkerMessages', { markerId: 999 });
  t.match(await attendee.next('GetMarkerMessages'), { args: [{ status: 404 }] });
});

t.test('a message that could not be translated has status 200', async (t) => {
  const { lecture, attendee } = await openLecture(t, {
    translation: 'libretranslate',
    translationKey: 'key',
    // Nobody listens there.
    translationUrl: 'http://127.0.0.1:9',
  });
  attendee.socket.emit('JoinLecture', lecture);
  await attendee.next('JoinLecture');
  attendee.socket.emit('LiveChatTextMessage', { ...lecture, text: 'Why?' });
  const original = { result: 'Why?', status: 202 };
  t.match(await attendee.next('LiveChatTextMessage'), {
    args: [{ message: { text: { ko: original } }, status: 200 }],
  });
});
