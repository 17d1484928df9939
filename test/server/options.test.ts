import { join } from 'node:path';
import { optionTable } from 'lectern-protocol/options';
import t from 'tap';
import { checkOptions, OptionsError, resolveOptions } from '../../server/options.js';

const message = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    if (error instanceof OptionsError) return error.message;
    throw error;
  }
  return 'nothing was thrown';
};

t.test('without any source, every option has its default', async (t) => {
  const options = resolveOptions({});
  for (const row of optionTable) t.same(options[row.name], row.default, row.name);
  t.same(Object.keys(options).length, optionTable.length);
  t.same(checkOptions(), options);
  options.origins.push('*');
  t.same(resolveOptions({}).origins, [], 'a caller cannot change the defaults');
});

t.test('flags take precedence over the environment, then the file, then the default', async (t) => {
  const dir = t.testdir({
    'lectern.json': '{"port": 1, "host": "1.1.1.1", "chatRate": 1.5, "deflate": true}',
  });
  const file = join(dir, 'lectern.json');
  const env = { LECTERN_PORT: '2', LECTERN_HOST: '2.2.2.2', LECTERN_DEFLATE: 'false', HOME: '/root' };
  const options = resolveOptions({ flags: { port: '3', host: undefined }, env, file });
  t.match(options, { port: 3, host: '2.2.2.2', chatRate: 1.5, deflate: false, depth: 32 });
  t.match(resolveOptions({ env: { LECTERN_CONFIG: file } }), { port: 1 }, 'LECTERN_CONFIG names the file');
  t.match(
    resolveOptions({ env: { LECTERN_CONFIG: '/nowhere' }, file }),
    { port: 1 },
    '--config takes precedence',
  );
});

t.test('lists are separated by commas, and a flag can be repeated', async (t) => {
  const env = { LECTERN_STUN_URLS: 'stun:a.example.org, stun:b.example.org:3478,' };
  t.same(resolveOptions({ env }).stunUrls, ['stun:a.example.org', 'stun:b.example.org:3478']);
  const flags = { stunUrls: ['stun:a', 'stun:b,stuns:c'] };
  t.same(resolveOptions({ flags, env }).stunUrls, ['stun:a', 'stun:b', 'stuns:c']);
  t.same(resolveOptions({ env: { LECTERN_STUN_URLS: '' } }).stunUrls, []);
});

t.test('switches', async (t) => {
  t.equal(resolveOptions({ flags: { deflate: true } }).deflate, true);
  t.equal(resolveOptions({ flags: { deflate: false }, env: { LECTERN_DEFLATE: 'true' } }).deflate, false);
  t.equal(
    message(() => resolveOptions({ env: { LECTERN_DEFLATE: 'yes' } })),
    'LECTERN_DEFLATE: expected true or false, found "yes"',
  );
});

t.test('an invalid value is quoted as it was written', async (t) => {
  const cases: [Parameters<typeof resolveOptions>[0], string][] = [
    [{ flags: { port: 'http' } }, '--port: expected a number, found "http"'],
    [{ flags: { port: '80.5' } }, '--port: expected a whole number, found 80.5'],
    [{ flags: { port: '70000' } }, '--port: expected 65535 or less, found 70000'],
    [{ flags: { port: '0x50' } }, '--port: expected a number, found "0x50"'],
    [{ flags: { port: 'Infinity' } }, '--port: expected a number, found "Infinity"'],
    [{ flags: { host: '' } }, '--host: expected some text, found nothing'],
    [{ env: { LECTERN_PORT: '' } }, 'LECTERN_PORT: expected a number, found nothing'],
    [
      { env: { LECTERN_HEARTBEAT_INTERVAL: '15s' } },
      'LECTERN_HEARTBEAT_INTERVAL: expected a number (s), found "15s"',
    ],
    [{ env: { LECTERN_CHAT_RATE: '0' } }, 'LECTERN_CHAT_RATE: expected more than 0 (messages/s), found 0'],
    [
      { env: { LECTERN_DEPTH: '-1' }, flags: { depth: '8' } },
      'LECTERN_DEPTH: expected 4 or more (levels), found -1',
    ],
    [
      { flags: { logLevel: 'loud' } },
      '--log-level: expected one of silent, fatal, error, warn, info, debug, trace, found "loud"',
    ],
    [
      { flags: { stunUrls: ['stun:ok', 'http://stun.example.org'] } },
      '--stun-urls: expected a value like `stun:stun.example.org:3478`, found "http://stun.example.org"',
    ],
    [
      { env: { LECTERN_ORIGINS: 'example.org' } },
      'LECTERN_ORIGINS: expected a value like `https://example.org`, found "example.org"',
    ],
    [
      { flags: { secret: 'x'.repeat(31) } },
      '--secret: expected at least 32 characters (such as the output of `openssl rand -hex 32`), found something else (not shown: it is secret)',
    ],
  ];
  for (const [sources, expected] of cases)
    t.equal(
      message(() => resolveOptions(sources)),
      expected,
    );
});

t.test('an unknown option is named', async (t) => {
  t.equal(
    message(() => resolveOptions({ env: { LECTERN_PROT: '80' } })),
    'LECTERN_PROT: unknown option; did you mean LECTERN_PORT?',
  );
  t.equal(
    message(() => resolveOptions({ env: { LECTERN_COFFEE_STRENGTH: '80' } })),
    'LECTERN_COFFEE_STRENGTH: unknown option',
  );
  t.match(
    message(() => resolveOptions({ env: { LECTERN_SERVICE_HOST: '10.0.0.1' } })),
    /^LECTERN_SERVICE_HOST: unknown option; Kubernetes sets it .* enableServiceLinks: false$/,
  );
  t.equal(
    message(() => resolveOptions({ flags: { heartbeatIntervall: '1' } })),
    'heartbeatIntervall: unknown option; did you mean heartbeatInterval?',
  );
});

t.test('the file', async (t) => {
  const dir = t.testdir({
    'broken.json': '{"turnSecret": "hunter2",',
    'list.json': '["hunter2"]',
    'text.json': '"hunter2"',
    'unknown.json': '{"Port": 1}',
    'type.json': '{"port": "8080"}',
    'items.json': '{"turnUrls": ["turn:a", 7]}',
    'null.json': '{"stunUrls": null}',
    'secret.json': '{"turnSecret": 12345}',
    'proto.json': '{"__proto__": {"port": 1}}',
  });
  const at = (name: string): string => message(() => resolveOptions({ file: join(dir, name) }));
  t.equal(
    at('missing.json'),
    `${join(dir, 'missing.json')}: could not read the options file: file not found`,
  );
  t.match(
    message(() => resolveOptions({ file: dir })),
    /could not read the options file: EISDIR/,
  );
  t.equal(at('broken.json'), `${join(dir, 'broken.json')}: the options file is not valid JSON`);
  t.match(at('list.json'), /: expected a JSON object with one key per option, found a list$/);
  t.match(at('text.json'), /found text$/);
  t.equal(at('unknown.json'), `${join(dir, 'unknown.json')}, "Port": unknown option; did you mean port?`);
  t.equal(at('type.json'), `${join(dir, 'type.json')}, "port": expected a whole number, found "8080"`);
  t.match(at('items.json'), /"turnUrls": expected text, found 7$/);
  t.match(at('null.json'), /"stunUrls": expected a list, found null$/);
  t.match(at('proto.json'), /"__proto__": unknown option$/);
  t.match(
    at('secret.json'),
    /"turnSecret": expected text, found something else \(not shown: it is secret\)$/,
  );
});

t.test('a secret is never shown', async (t) => {
  const secret = 'hunter2'.repeat(200);
  for (const sources of [{ flags: { turnSecret: secret } }, { env: { LECTERN_TURN_SECRET: secret } }]) {
    const said = message(() => resolveOptions(sources));
    t.match(said, /expected at most 1024 characters/);
    t.notMatch(said, /hunter2/);
  }
});

t.test('each Janus has an admin API, or none has', async (t) => {
  const janus = ['ws://127.0.0.1:8188', 'ws://127.0.0.1:8189'];
  const admin = ['ws://127.0.0.1:7188', 'ws://127.0.0.1:7189'];
  t.same(checkOptions({ janus, janusAdminKey: 'key', janusAdmin: admin }).janusAdmin, admin);
  t.match(
    message(() => checkOptions({ janus, janusAdminKey: 'key', janusAdmin: admin.slice(1) })),
    'janusAdmin has 1 URLs and janus has 2',
  );
  t.match(
    message(() => checkOptions({ janusAdmin: admin })),
    /: also needs janus /,
  );
});

t.test('TURN servers require their secret', async (t) => {
  const turnUrls = ['turn:turn.example.org'];
  const expected = /: also needs turnSecret \(LECTERN_TURN_SECRET\)/;
  t.match(
    message(() => checkOptions({ turnUrls })),
    /^turnUrls/,
  );
  t.match(
    message(() => checkOptions({ turnUrls })),
    expected,
  );
  t.match(
    message(() => resolveOptions({ flags: { turnUrls }, env: { LECTERN_TURN_SECRET: '' } })),
    /^--turn-urls/,
  );
  t.match(
    message(() => resolveOptions({ env: { LECTERN_TURN_URLS: 'turn:a' } })),
    /^LECTERN_TURN_URLS/,
  );
  t.match(resolveOptions({ flags: { turnUrls }, env: { LECTERN_TURN_SECRET: 'x' } }), { turnUrls });
});

t.test("a program's options", async (t) => {
  t.match(checkOptions({ port: 0, host: undefined }), { port: 0, host: '127.0.0.1' });
  t.equal(
    message(() => checkOptions({ port: -1 })),
    'port: expected 0 or more, found -1',
  );
  t.equal(
    message(() => checkOptions({ port: Number.NaN })),
    'port: expected a whole number, found NaN',
  );
  const misspelt: object = { heartbeat: 1 };
  t.match(
    message(() => checkOptions(misspelt)),
    /^heartbeat: unknown option/,
  );
});
