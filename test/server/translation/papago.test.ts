import t from 'tap';
import { OptionsError } from '../../../server/options.js';
import { createTranslator } from '../../../server/translation/create-translator.js';
import { papago } from '../../../server/translation/papago.js';
import { gatewayError, papagoKeys, startPapago } from '../../helpers/papago.js';
import { always, failure } from './local-api.js';

const { signal } = new AbortController();

const options = (translationUrl: string) => ({
  translation: 'papago' as const,
  translationUrl,
  translationKeyId: papagoKeys.keyId,
  translationKey: papagoKeys.key,
  translationTimeout: 2,
});

t.test('the keys are sent in headers, the text in a form', async (t) => {
  const { url, requests } = await startPapago(t);
  const provider = papago({ url, ...papagoKeys });
  t.equal(await provider.detect('안녕 & 잘 가', signal), 'ko');
  t.equal(await provider.translate('안녕 & 잘 가', 'ko', 'en', signal), 'ko>en 안녕 & 잘 가');
  t.same(
    requests.map(({ path, body }) => [path, Object.fromEntries(new URLSearchParams(body))]),
    [
      ['/langs/v1/dect', { query: '안녕 & 잘 가' }],
      ['/nmt/v1/translation', { source: 'ko', target: 'en', text: '안녕 & 잘 가' }],
    ],
  );
  for (const { headers } of requests)
    t.match(headers, { 'x-ncp-apigw-api-key-id': papagoKeys.keyId, 'x-ncp-apigw-api-key': papagoKeys.key });
});

t.test('an error is reported with its code', async (t) => {
  const api = await startPapago(t);
  const provider = papago({ url: api.url, ...papagoKeys });
  const at = '/nmt/v1/translation answered';
  const refused = (outcome: string, reason: string) => ({ outcome, reason });
  t.match(
    await failure(provider.translate('Buongiorno', 'it', 'en', signal)),
    refused('failed', `${at} 400 (N2MT06)`),
  );
  t.match(
    await failure(provider.translate('Olá', 'pt', 'en', signal)),
    refused('failed', `${at} 400 (N2MT02)`),
  );
  t.match(
    await failure(provider.translate('x'.repeat(5001), 'en', 'ko', signal)),
    refused('failed', `${at} 400 (N2MT08)`),
  );
  const wrong = papago({ url: api.url, keyId: papagoKeys.keyId, key: 'another' });
  t.match(await failure(wrong.translate('a', 'en', 'ko', signal)), refused('denied', `${at} 401 (200)`));
  for (const [code, message] of Object.entries({
    400: 'Quota Exceeded',
    410: 'Throttle Limited',
    420: 'Rate Limited',
  })) {
    const { status, body } = gatewayError(429, code, message);
    api.behave('/translation', always(status, body));
    t.match(
      await failure(provider.translate('a', 'en', 'ko', signal)),
      refused('limited', `${at} 429 (${code})`),
    );
  }
});

t.test('if Papago cannot translate between two languages, the original is used', async (t) => {
  const { url } = await startPapago(t);
  t.same(await createTranslator(options(url)).translate('Così è'), {
    ko: { result: 'it>ko Così è', status: 200 },
    en: { result: 'Così è', status: 202 },
  });
});

t.test("a text longer than Papago's limit is not sent", async (t) => {
  const { url, requests } = await startPapago(t);
  const outcomes: string[] = [];
  const translator = createTranslator(options(url), { onOutcome: (_, outcome) => outcomes.push(outcome) });
  t.equal((await translator.translate('x'.repeat(5000))).ko.status, 200);
  const text = 'x'.repeat(5001);
  t.same(await translator.translate(text), {
    ko: { result: text, status: 202 },
    en: { result: text, status: 202 },
  });
  t.equal(requests.length, 2);
  t.same(outcomes, ['translated', 'too-long']);
});

t.test('keys that are missing or not valid in a header prevent the start', async (t) => {
  for (const [keyId, key] of [
    ['', ''],
    ['id', ''],
    ['', 'north'],
    ['id', 'nor\nth'],
    ['id', 'nörth'],
  ] as const) {
    const thrown = t.throws(() => papago({ url: '', keyId, key }), OptionsError);
    t.notMatch(String(thrown), /n.rth|nor/);
  }
  t.equal(papago({ url: '', ...papagoKeys }).name, 'papago');
});
