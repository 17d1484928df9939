import t from 'tap';
import { Target } from '../../helpers/conformance.js';
import { papagoKeys, startPapago } from '../../helpers/papago.js';
import { startServer } from '../../helpers/server.js';
import { ask, startLecture } from '../../helpers/test-class.js';
import { always } from './local-api.js';

t.test('a server that translates names its provider and counts the result of each text', async (t) => {
  const api = await startPapago(t);
  const { url } = await startServer(t, {
    translation: 'papago',
    translationUrl: api.url,
    translationKeyId: papagoKeys.keyId,
    translationKey: papagoKeys.key,
  });
  const { teacher, lecture } = await startLecture(t, new Target(url), 0);
  t.equal((await ask(teacher, 'JoinLecture', lecture)).translator, 'papago');

  const say = async (text: string) =>
    (await ask(teacher, 'LiveChatTextMessage', { ...lecture, text })).message.text;
  t.match(await say('안녕하세요'), { en: { result: 'ko>en 안녕하세요', status: 200 } });
  t.match(await say('안녕하세요'), { en: { result: 'ko>en 안녕하세요', status: 200 } });
  api.behave('/translation', always(500, {}));
  t.match(await say('반갑습니다'), { en: { result: '반갑습니다', status: 202 } });

  const metrics = await (await fetch(`${url}/metrics`)).text();
  for (const outcome of ['translated', 'cached', 'failed']) {
    t.match(metrics, `lectern_translations_total{provider="papago",outcome="${outcome}"} 1\n`);
  }
});

t.test('a server that does not translate names no provider', async (t) => {
  const { url } = await startServer(t);
  const { teacher, lecture } = await startLecture(t, new Target(url), 0);
  t.notOk('translator' in (await ask(teacher, 'JoinLecture', lecture)));
});
