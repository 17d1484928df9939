import t from 'tap';
import {
  inBatches,
  longestFirst,
  nameOf,
  plan,
  slowest,
  type TestFile,
  usage,
  withVariants,
} from './plan.js';

const file = (path: string, startsBrowsers = false): TestFile => ({
  path,
  startsBrowsers,
  usesPostgres: false,
});

const files: TestFile[] = [
  file('browser/page', true),
  file('client/signaler'),
  file('conformance/rooms'),
  file('readme', true),
  file('server/rooms/limit'),
];

const names = (chosen: TestFile[]): string[] => chosen.map(nameOf);

t.test('all files run, or those whose names contain one of the arguments', async (t) => {
  t.same(names(plan([], files).files), names(files));
  t.same(names(plan(['rooms', 'signaler.test'], files).files), [
    'client/signaler',
    'conformance/rooms',
    'server/rooms/limit',
  ]);
  t.throws(() => plan(['nothing'], files), { message: /nothing/ });
});

t.test('--no-browser leaves out the files that start browsers, and lists them', async (t) => {
  const all = plan(['--no-browser'], files);
  t.same(names(all.files), ['client/signaler', 'conformance/rooms', 'server/rooms/limit']);
  t.same(names(all.leftOut), ['browser/page', 'readme']);
  const some = plan(['signaler', '--no-browser', 'readme'], files);
  t.same([names(some.files), names(some.leftOut)], [['client/signaler'], ['readme']]);
  t.throws(() => plan(['--no-browser', 'readme'], files), { message: /start browsers/ });
  t.same(plan([], files).leftOut, []);
});

t.test('--conformance accepts the URL of a server, and nothing else', async (t) => {
  const { url, files: chosen } = plan(['--conformance', 'wss://example.org'], files);
  t.same([url, names(chosen)], ['wss://example.org', ['conformance/rooms']]);
  for (const args of [
    [],
    ['example.org'],
    ['ftp://example.org'],
    ['ws://a', 'ws://b'],
    ['ws://a', '--no-browser'],
  ])
    t.throws(() => plan(['--conformance', ...args], files), { message: usage }, args.join(' '));
});

t.test('each conformance file also runs against three nodes, and over Socket.IO', async (t) => {
  const all = withVariants(files);
  t.same(names(plan(['rooms'], all).files), [
    'conformance/rooms',
    'conformance/rooms (3 nodes)',
    'conformance/rooms (Socket.IO)',
    'server/rooms/limit',
  ]);
  const [onNodes, ...others] = plan(['3 nodes'], all).files;
  t.match(onNodes, { path: 'conformance/rooms', nodes: 3, usesPostgres: true });
  t.same(others, []);
  t.same(names(plan(['--conformance', 'ws://localhost'], all).files), ['conformance/rooms']);
  const overSocketIo = plan(['--conformance', 'socket.io+https://localhost'], all);
  t.same(names(overSocketIo.files), ['conformance/rooms (Socket.IO)']);
  t.equal(overSocketIo.url, 'https://localhost');
});

t.test('conformance files with the same kind of server run in batches, all other files alone', async (t) => {
  const paths = ['client/signaler', ...Array.from({ length: 6 }, (_, i) => `conformance/c${i}`), 'readme'];
  const batches = inBatches(withVariants(paths.map((path) => file(path, path === 'readme'))));
  const together = 'conformance/c0, c1, c2, c3, c4';
  t.same(
    batches.map(({ name, files, nodes, overSocketIo }) => [name, files.length, nodes, overSocketIo]),
    [
      ['client/signaler', 1, undefined, undefined],
      [together, 5, undefined, undefined],
      [`${together} (3 nodes)`, 5, 3, undefined],
      [`${together} (Socket.IO)`, 5, undefined, true],
      ['conformance/c5', 1, undefined, undefined],
      ['conformance/c5 (3 nodes)', 1, 3, undefined],
      ['conformance/c5 (Socket.IO)', 1, undefined, true],
      ['readme', 1, undefined, undefined],
    ],
  );
  t.same(
    batches.filter(({ startsBrowsers }) => startsBrowsers).map(({ name }) => name),
    ['readme'],
  );
});

t.test('files with browsers and faults are first, the others in their order', async (t) => {
  const order = ['cli/ping', 'faults/fuzz', 'browser/page', 'readme', 'browser/voices'].map((path) =>
    file(path),
  );
  const expected = ['browser/page', 'browser/voices', 'faults/fuzz', 'cli/ping', 'readme'];
  t.same(names(longestFirst(order)), expected);
});

t.test('any other option is answered with the usage', async (t) => {
  for (const option of ['--browser', '-x', '--no-browser=1'])
    t.throws(() => plan([option], files), { message: usage }, option);
});

t.test('the ten slowest files are listed, the slowest first', async (t) => {
  const times = Array.from({ length: 12 }, (_, i) => ({ name: `file-${i}`, time: i * 1000 + 250 }));
  const lines = slowest(times)?.split('\n') ?? [];
  t.equal(lines.length, 11);
  t.match(lines[1], /^ +11\.3 s {2}file-11$/);
  t.match(lines[10], /^ +2\.3 s {2}file-2$/);
  t.equal(slowest(times.slice(0, 10)), undefined);
});
