import t from 'tap';
import { endpointsOf, postJson } from '../../../server/translation/http.js';
import { always, failure, startApi } from './local-api.js';

const { signal } = new AbortController();

t.test('how long a provider asks to be spared', async (t) => {
  const api = await startApi(t, always(200, {}));
  const refusal = (status: number, header?: string) => {
    api.behave('/x', always(status, {}, header === undefined ? {} : { 'retry-after': header }));
    return failure(postJson({ url: endpointsOf(api.url)('x'), headers: {}, body: '', signal }));
  };
  t.match(await refusal(429, '7'), { outcome: 'limited', retryAfter: 7000 });
  t.match(await refusal(429, '999999'), { outcome: 'limited', retryAfter: 3_600_000 });
  t.match(await refusal(429, new Date(Date.now() + 86_400_000).toUTCString()), {
    outcome: 'limited',
    retryAfter: 3_600_000,
  });
  for (const header of ['0', '-1', 'soon', 'Thu, 01 Jan 1970 00:00:00 GMT', undefined])
    t.match(await refusal(429, header), { outcome: 'limited', retryAfter: undefined }, `${header}`);
  t.match(await refusal(403, '7'), { outcome: 'denied', retryAfter: 7000 });
  t.match(await refusal(503, '7'), { outcome: 'limited', retryAfter: 7000 });
  t.match(await refusal(503), { outcome: 'failed', retryAfter: undefined });
});

t.test('a date is relative to now', async (t) => {
  const api = await startApi(
    t,
    always(429, {}, { 'retry-after': new Date(Date.now() + 600_000).toUTCString() }),
  );
  const error = await postJson({ url: endpointsOf(api.url)('x'), headers: {}, body: '', signal }).catch(
    (thrown) => thrown,
  );
  t.ok(error.retryAfter > 0 && error.retryAfter <= 600_000, `${error.retryAfter}`);
});

t.test('a redirect is not followed', async (t) => {
  const other = await startApi(t, always(200, {}));
  const api = await startApi(t, always(307, '', { location: other.url }));
  const request = postJson({
    url: endpointsOf(api.url)('x'),
    headers: { 'x-key': 'north' },
    body: '',
    signal,
  });
  t.match(await failure(request), { outcome: 'failed' });
  t.equal(other.requests.length, 0);
});

t.test('a path is added to the base URL', async (t) => {
  for (const [written, expected] of [
    ['http://a.example', 'http://a.example/x/y'],
    ['http://a.example:5000/lt/', 'http://a.example:5000/lt/x/y'],
    ['http://a.example//b.example', 'http://a.example//b.example/x/y'],
  ] as const)
    t.equal(endpointsOf(written)('x/y').href, expected);
});
