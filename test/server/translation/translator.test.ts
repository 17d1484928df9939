import { readFileSync } from 'node:fs';
import type { Translations } from 'lectern-protocol';
import t, { type Test } from 'tap';
import { OptionsError } from '../../../server/options.js';
import { createTranslator, type TranslationOptions } from '../../../server/translation/create-translator.js';
import {
  MAX_RESULT_LENGTH,
  type ProviderTranslatorSettings,
} from '../../../server/translation/provider-translator.js';
import type { Translator } from '../../../server/translation/translator.js';
import { ManualClock } from '../../client/support.js';
import {
  answerAsLibreTranslate,
  libreTranslateKey,
  startLibreTranslate,
} from '../../helpers/libretranslate.js';
import { answerAsPapago, papagoKeys, startPapago } from '../../helpers/papago.js';
import { type ApiBehaviour, always, deadUrl, endless, held, type LocalApi, silent } from './local-api.js';

interface Subject {
  start(t: Test): Promise<LocalApi>;
  usual: ApiBehaviour;
  options: TranslationOptions;
  /** The ends of the provider's two paths. */
  detect: string;
  translate: string;
  /** A valid response of `translate`. */
  answer(translatedText: unknown): object;
}

const none: TranslationOptions = {
  translation: 'none',
  translationUrl: '',
  translationKeyId: '',
  translationKey: '',
  translationTimeout: 2,
};

const subjects: Subject[] = [
  {
    start: startPapago,
    usual: answerAsPapago,
    options: {
      ...none,
      translation: 'papago',
      translationKeyId: papagoKeys.keyId,
      translationKey: papagoKeys.key,
    },
    detect: '/dect',
    translate: '/translation',
    answer: (translatedText) => ({ message: { result: { translatedText } } }),
  },
  {
    start: startLibreTranslate,
    usual: answerAsLibreTranslate,
    options: { ...none, translation: 'libretranslate', translationKey: libreTranslateKey },
    detect: '/detect',
    translate: '/translate',
    answer: (translatedText) => ({ translatedText }),
  },
];

const itself = (text: string): Translations => ({
  ko: { result: text, status: 200 },
  en: { result: text, status: 200 },
});

const original = (text: string): Translations => ({
  ko: { result: text, status: 202 },
  en: { result: text, status: 202 },
});

t.test('the provider `none` returns the text itself', async (t) => {
  t.same(await createTranslator(none).translate('안녕'), itself('안녕'));
});

t.test('an invalid URL prevents the start', async (t) => {
  for (const translationUrl of [
    'translate',
    'ftp://a.example',
    'http://me@a.example',
    'http://:pw@a.example',
    'http://a.example/?x=1',
  ])
    t.throws(
      () => createTranslator({ ...none, translation: 'libretranslate', translationUrl }),
      OptionsError,
    );
});

t.test('the longest result fits into a message', async (t) => {
  const schema = JSON.parse(
    readFileSync(new URL('../../../../schemas/classroom.json', import.meta.url), 'utf8'),
  );
  t.equal(MAX_RESULT_LENGTH, schema.$defs.translation.properties.result.maxLength);
});

for (const subject of subjects) {
  const { detect, translate, usual } = subject;
  const provider = subject.options.translation;

  interface Bench {
    api: LocalApi;
    translator: Translator;
    clock: ManualClock;
    /** The results recorded for the texts so far. */
    outcomes: string[];
    reasons: (string | undefined)[];
  }

  const test = (
    name: string,
    run: (t: Test, bench: Bench) => Promise<void>,
    settings: ProviderTranslatorSettings = {},
  ) =>
    t.test(`${provider}: ${name}`, async (t) => {
      const api = await subject.start(t);
      const clock = new ManualClock();
      const outcomes: string[] = [];
      const reasons: (string | undefined)[] = [];
      const onOutcome = (by: string, outcome: string, reason?: string) => {
        t.equal(by, provider);
        outcomes.push(outcome);
        reasons.push(reason);
      };
      const options = { ...subject.options, translationUrl: api.url };
      const translator = createTranslator(options, { clock, onOutcome, ...settings });
      await run(t, { api, translator, clock, outcomes, reasons });
    });

  const paths = (api: LocalApi): string[] =>
    api.requests.map(({ path }) => path.slice(path.lastIndexOf('/')));

  test('a text is unchanged in its own language and translated into the other', async (t, {
    api,
    translator,
    outcomes,
  }) => {
    t.same(await translator.translate('안녕'), {
      ko: { result: '안녕', status: 200 },
      en: { result: 'ko>en 안녕', status: 200 },
    });
    t.same(await translator.translate('Good & <well> +1%'), {
      ko: { result: 'en>ko Good & <well> +1%', status: 200 },
      en: { result: 'Good & <well> +1%', status: 200 },
    });
    t.same(paths(api), [detect, translate, detect, translate]);
    t.same(outcomes, ['translated', 'translated']);
  });

  test('a text of a third language is translated into both', async (t, { api, translator, clock }) => {
    t.same(await translator.translate('おはよう'), {
      ko: { result: 'ja>ko おはよう', status: 200 },
      en: { result: 'ja>en おはよう', status: 200 },
    });
    t.same(paths(api), [detect, translate, translate]);
    t.equal(clock.next, undefined, 'no timer remains');
  });

  test('a text without letters is not sent', async (t, { api, translator, outcomes }) => {
    for (const text of ['', ' ', '42', '👍🏽', '???']) t.same(await translator.translate(text), itself(text));
    t.equal(api.requests.length, 0);
    t.same(outcomes, []);
  });

  test('translations are cached', async (t, { api, translator, outcomes }) => {
    const first = await translator.translate('안녕');
    t.same(await translator.translate('안녕'), first);
    t.equal(api.requests.length, 2);
    t.same(outcomes, ['translated', 'cached']);
  });

  test('a failed text is requested again', async (t, { api, translator, outcomes }) => {
    api.behave(translate, always(500, { error: 'Cannot translate text' }));
    t.same((await translator.translate('안녕')).en, { result: '안녕', status: 202 });
    api.behave(translate, undefined);
    t.same((await translator.translate('안녕')).en, { result: 'ko>en 안녕', status: 200 });
    t.same(outcomes, ['failed', 'translated']);
  });

  test('the same text at the same time is requested once', async (t, { api, translator, outcomes }) => {
    const { behaviour, open } = held(usual);
    api.behave(detect, behaviour);
    const answers = ['안녕', '안녕', '안녕'].map((text) => translator.translate(text));
    await api.arrival(detect);
    open();
    for (const answer of await Promise.all(answers)) t.equal(answer.en.result, 'ko>en 안녕');
    t.equal(api.requests.length, 2);
    t.same(outcomes, ['translated', 'translated', 'translated']);
  });

  test('a caller that aborts receives the original immediately, and the others the translation', async (t, bench) => {
    const { api, translator, outcomes } = bench;
    const { behaviour, open } = held(usual);
    api.behave(detect, behaviour);
    const impatient = new AbortController();
    const given = translator.translate('안녕', { signal: impatient.signal });
    const waited = translator.translate('안녕', { signal: new AbortController().signal });
    await api.arrival(detect);
    impatient.abort();
    t.same(await given, original('안녕'));
    t.same(await translator.translate('안녕', { signal: impatient.signal }), original('안녕'));
    open();
    t.equal((await waited).en.result, 'ko>en 안녕');
    t.same(outcomes, ['abandoned', 'abandoned', 'translated']);
  });

  test('after a slow translation, the original is used with its correct language', async (t, bench) => {
    const { api, translator, clock, outcomes } = bench;
    api.behave(translate, silent);
    const answer = translator.translate('안녕');
    await api.arrival(translate);
    clock.advance(2000);
    t.same(await answer, { ko: { result: '안녕', status: 200 }, en: { result: '안녕', status: 202 } });
    await api.abandonment();
    t.same(outcomes, ['slow']);
  });

  test('after a slow detection or an endless response, the original is used', async (t, bench) => {
    const { api, translator, clock, outcomes } = bench;
    for (const behaviour of [silent, endless]) {
      const count = api.requests.length + 1;
      api.behave(detect, behaviour);
      const answer = translator.translate('안녕');
      await api.arrival(detect, count);
      clock.advance(2000);
      t.same(await answer, original('안녕'));
    }
    t.same(outcomes, ['slow', 'slow']);
  });

  t.test(`${provider}: the time limit applies with the real clock too`, async (t) => {
    const api = await subject.start(t);
    const options = { ...subject.options, translationUrl: api.url, translationTimeout: 0.02 };
    for (const behaviour of [silent, endless]) {
      api.behave(detect, behaviour);
      t.same(await createTranslator(options).translate('안녕'), original('안녕'));
    }
  });

  test('a provider that is slow three times in a row is paused, then tried with one text', async (t, bench) => {
    const { api, translator, clock, outcomes } = bench;
    api.behave(detect, silent);
    const slow = async (text: string) => {
      const count = api.requests.length + 1;
      const answer = translator.translate(text);
      await api.arrival(detect, count);
      clock.advance(2000);
      await answer;
    };
    for (const text of ['하나', '둘', '셋']) await slow(text);
    t.same(await translator.translate('넷'), original('넷'));
    clock.advance(10_000);
    await slow('다섯');
    t.same(await translator.translate('여섯'), original('여섯'));
    clock.advance(10_000);
    const { behaviour, open } = held(usual);
    api.behave(detect, behaviour);
    const tried = translator.translate('일곱');
    await api.arrival(detect, 5);
    t.same(await translator.translate('여덟'), original('여덟'));
    open();
    t.equal((await tried).en.status, 200);
    t.equal((await translator.translate('여덟')).en.status, 200);
    const expected = [
      'slow',
      'slow',
      'slow',
      'paused',
      'slow',
      'paused',
      'paused',
      'translated',
      'translated',
    ];
    t.same(outcomes, expected);
  });

  test('a provider whose quota is used up is paused for the time it specifies', async (t, bench) => {
    const { api, translator, clock, outcomes } = bench;
    await translator.translate('안녕');
    api.behave(detect, always(429, { error: 'Slowdown: 80 per 1 minute' }, { 'retry-after': '7' }));
    t.same(await translator.translate('하나'), original('하나'));
    const { length } = api.requests;
    clock.advance(6999);
    t.same(await translator.translate('둘'), original('둘'));
    t.equal((await translator.translate('안녕')).en.status, 200, 'cached texts need no provider');
    t.equal(api.requests.length, length);
    api.behave(detect, undefined);
    clock.advance(1);
    t.equal((await translator.translate('둘')).en.status, 200);
    t.same(outcomes, ['translated', 'limited', 'paused', 'cached', 'translated']);
  });

  for (const status of [401, 403, 404, 429]) {
    test(`a provider that answers ${status} is paused for a minute`, async (t, bench) => {
      const { api, translator, clock, outcomes } = bench;
      api.behave(translate, always(status, 'no'));
      t.same((await translator.translate('하나')).en, { result: '하나', status: 202 });
      api.behave(translate, undefined);
      clock.advance(59_999);
      t.same(await translator.translate('둘'), original('둘'));
      clock.advance(1);
      t.equal((await translator.translate('둘')).en.status, 200);
      t.same(outcomes, [status === 429 ? 'limited' : 'denied', 'paused', 'translated']);
    });
  }

  const huge = 'x'.repeat(300 * 1024);
  const faults: [string, ApiBehaviour][] = [
    ['an error', always(500, { error: 'Internal server errors' })],
    ['an overload', always(503, 'Service Unavailable')],
    ['a refusal', always(400, { error: 'Bad Request' })],
    ['a page', always(200, '<!doctype html>')],
    ['nothing', always(200, '')],
    ['half an answer', always(200, '{"langCode": "ko')],
    ['null', always(200, 'null')],
    ['a number', always(200, '1')],
    ['an empty object', always(200, {})],
    ['an empty list', always(200, [])],
    ['a list of null', always(200, [null])],
    ['another type', always(200, { langCode: 1, message: { result: 'en' }, translatedText: ['en'] })],
    ['null inside', always(200, { langCode: null, message: null, translatedText: null })],
    ['a cut connection', () => ({ status: 200, body: '{"', end: 'cut' })],
    ['a huge answer', always(200, { langCode: 'ko', huge })],
    ['a huge error', always(500, huge)],
    ['a redirect', always(307, '', { location: 'http://127.0.0.1:1/' })],
  ];

  test('the original is used for any invalid response', async (t, { api, translator, outcomes }) => {
    for (const [name, behaviour] of faults) {
      api.behave(detect, behaviour);
      t.same(await translator.translate('안녕'), original('안녕'), `${name} for the language`);
      api.behave(detect, undefined);
      api.behave(translate, behaviour);
      const half = { ko: { result: '안녕', status: 200 }, en: { result: '안녕', status: 202 } };
      t.same(await translator.translate('안녕'), half, `${name} for the translation`);
      api.behave(translate, undefined);
    }
    t.same(new Set(outcomes), new Set(['failed']));
    t.equal((await translator.translate('안녕')).en.status, 200);
  });

  test('an empty translation, or one that is too long to send, is not used', async (t, {
    api,
    translator,
  }) => {
    for (const result of ['', 'x'.repeat(MAX_RESULT_LENGTH + 1)]) {
      api.behave(translate, always(200, subject.answer(result)));
      t.same((await translator.translate('안녕')).en, { result: '안녕', status: 202 });
    }
    const longest = 'x'.repeat(MAX_RESULT_LENGTH);
    api.behave(translate, always(200, subject.answer(longest)));
    t.same((await translator.translate('안녕')).en, { result: longest, status: 200 });
  });

  test('one of two languages can fail', async (t, { api, translator, outcomes }) => {
    api.behave(translate, (request) =>
      /target\W+ko/.test(request.body) ? { status: 500, body: {} } : usual(request),
    );
    t.same(await translator.translate('おはよう'), {
      ko: { result: 'おはよう', status: 202 },
      en: { result: 'ja>en おはよう', status: 200 },
    });
    t.same(outcomes, ['failed']);
  });

  test('no log line or metric contains a key or the text', async (t, { api, translator, clock, reasons }) => {
    const secret = Object.values(subject.options).filter((value) => /north|south/.test(String(value)));
    const echo = { error: { errorCode: secret[0], message: secret }, errorCode: secret[0], secret };
    for (const status of [200, 400, 401, 429, 500]) {
      api.behave(detect, always(status, echo));
      await translator.translate('비밀');
      clock.advance(60_000);
    }
    for (const [, behaviour] of faults) {
      api.behave(detect, behaviour);
      await translator.translate('비밀');
    }
    t.equal(reasons.length, 5 + faults.length);
    for (const reason of reasons) {
      t.match(reason, /answer/);
      for (const word of [...secret, '비밀']) t.notMatch(reason, String(word));
    }
  });

  t.test(`${provider}: after a refused connection the original is used`, async (t) => {
    const options = { ...subject.options, translationUrl: await deadUrl() };
    const reasons: unknown[] = [];
    const translator = createTranslator(options, { onOutcome: (...told) => reasons.push(told) });
    t.same(await translator.translate('안녕'), original('안녕'));
    t.match(reasons, [[provider, 'failed', /ECONNREFUSED/]]);
  });

  test('a connection is reused', async (t, { api, translator }) => {
    for (const text of ['하나', '둘', '셋', '넷']) await translator.translate(text);
    api.behave(detect, always(500, 'error'));
    for (const text of ['다섯', '여섯']) await translator.translate(text);
    t.equal(api.requests.length, 10);
    // fetch might open a second connection before it has returned the first to its pool.
    t.ok(api.connections() <= 2);
  });

  test(
    'the number of concurrent requests is limited',
    async (t, { api, translator, outcomes }) => {
      const { behaviour, open } = held(usual);
      api.behave(detect, behaviour);
      const answers = ['하나', '둘', '셋', '넷', '다섯'].map((text) => translator.translate(text));
      await api.arrival(detect, 2);
      open();
      for (const { en } of await Promise.all(answers)) t.equal(en.status, 200);
      t.equal(api.busiest(), 2);
      t.same(new Set(outcomes), new Set(['translated']));
    },
    { concurrency: 2 },
  );

  test(
    'a text that waits too long for its turn keeps the original',
    async (t, { api, translator, clock, outcomes }) => {
      api.behave(detect, silent);
      const answers = ['하나', '둘'].map((text) => translator.translate(text));
      await api.arrival(detect);
      clock.advance(2000);
      t.same(await Promise.all(answers), [original('하나'), original('둘')]);
      t.same(outcomes.sort(), ['busy', 'slow']);
      t.equal(api.requests.length, 1);
    },
    { concurrency: 1 },
  );

  test(
    'waiting texts are not sent to a provider that refuses',
    async (t, { api, translator, outcomes }) => {
      const { behaviour, open } = held(always(429, {}));
      api.behave(detect, behaviour);
      const answers = ['하나', '둘', '셋'].map((text) => translator.translate(text));
      await api.arrival(detect);
      open();
      t.same(await Promise.all(answers), [original('하나'), original('둘'), original('셋')]);
      t.same(outcomes, ['limited', 'paused', 'paused']);
      t.equal(api.requests.length, 1);
    },
    { concurrency: 1 },
  );

  test(
    'the size of the cache is limited',
    async (t, { translator, outcomes }) => {
      for (const text of ['하나', '둘', '셋', '하나', '셋']) await translator.translate(text);
      t.same(outcomes, ['translated', 'translated', 'translated', 'translated', 'cached']);
    },
    { cacheEntries: 2 },
  );
}
