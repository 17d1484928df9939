import t from 'tap';
import { libretranslate } from '../../../server/translation/libretranslate.js';
import {
  answerAsLibreTranslate,
  charLimit,
  libreTranslateKey,
  refusal,
  startLibreTranslate,
} from '../../helpers/libretranslate.js';
import { always, failure } from './local-api.js';

const { signal } = new AbortController();

t.test('the fields and the key are sent as JSON, below the path of the URL', async (t) => {
  const { url, requests } = await startLibreTranslate(t);
  for (const base of [url, `${url}/`, `${url}/lt`, `${url}/lt/`]) {
    const provider = libretranslate({ url: base, key: libreTranslateKey });
    t.equal(await provider.detect('안녕', signal), 'ko');
    t.equal(await provider.translate('안녕', 'ko', 'en', signal), 'ko>en 안녕');
  }
  const paths = ['/detect', '/translate', '/detect', '/translate'];
  t.same(
    requests.map(({ path }) => path),
    [...paths, ...paths.map((path) => `/lt${path}`)],
  );
  t.same(JSON.parse(requests[0]?.body ?? ''), { q: '안녕', api_key: libreTranslateKey });
  const fields = { q: '안녕', source: 'ko', target: 'en', format: 'text', api_key: libreTranslateKey };
  t.same(JSON.parse(requests[1]?.body ?? ''), fields);
});

t.test('without a key none is sent', async (t) => {
  const api = await startLibreTranslate(t);
  api.behave('/detect', (request) =>
    answerAsLibreTranslate({
      ...request,
      body: request.body.replace('}', `,"api_key":"${libreTranslateKey}"}`),
    }),
  );
  t.equal(await libretranslate({ url: api.url, key: '' }).detect('안녕', signal), 'ko');
  t.same(JSON.parse(api.requests[0]?.body ?? ''), { q: '안녕' });
});

t.test("an error is reported by its status, without the provider's text", async (t) => {
  const api = await startLibreTranslate(t);
  const provider = libretranslate({ url: api.url, key: libreTranslateKey });
  const translate = (q: string, source = 'en') => provider.translate(q, source, 'ko', signal);
  const refused = (outcome: string, status: number) => ({ outcome, reason: `/translate answered ${status}` });
  t.match(await failure(translate('x'.repeat(charLimit + 1))), refused('failed', 400));
  t.match(await failure(translate('Olá', 'pt')), refused('failed', 400));
  const wrong = libretranslate({ url: api.url, key: 'another' });
  t.match(await failure(wrong.translate('a', 'en', 'ko', signal)), refused('denied', 403));
  const answers = [
    ['limited', refusal(429, 'Slowdown: 80 per 1 minute')],
    ['denied', refusal(403, 'Too many request limits violations')],
    ['failed', refusal(500, 'Cannot translate text: a')],
  ] as const;
  for (const [outcome, { status, body }] of answers) {
    api.behave('/translate', always(status, body));
    t.match(await failure(translate('a')), refused(outcome, status));
  }
});
