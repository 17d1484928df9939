import t from 'tap';
import { plan, slowest, type TestFile, usage } from './plan.js';

const files: TestFile[] = [
  { name: 'browser/page', startsBrowsers: true },
  { name: 'client/signaler', startsBrowsers: false },
  { name: 'conformance/rooms', startsBrowsers: false },
  { name: 'readme', startsBrowsers: true },
  { name: 'server/rooms/limit', startsBrowsers: false },
];

const names = (chosen: TestFile[]): string[] => chosen.map(({ name }) => name);

t.test('all files run, or those whose names contain one of the arguments', async (t) => {
  t.same(names(plan([], files).files), names(files));
  t.same(names(plan(['rooms', 'signaler.test'], files).files), [
    'client/signaler',
    'conformance/rooms',
    'server/rooms/limit',
  ]);
  t.throws(() => plan(['nothing'], files), { message: /nothing/ });
});

t.test('--no-browser leaves out the files that start browsers, and tells which', async (t) => {
  const all = plan(['--no-browser'], files);
  t.same(names(all.files), ['client/signaler', 'conformance/rooms', 'server/rooms/limit']);
  t.same(names(all.leftOut), ['browser/page', 'readme']);
  const some = plan(['signaler', '--no-browser', 'readme'], files);
  t.same([names(some.files), names(some.leftOut)], [['client/signaler'], ['readme']]);
  t.throws(() => plan(['--no-browser', 'readme'], files), { message: /start browsers/ });
  t.same(plan([], files).leftOut, []);
});

t.test('--conformance takes the URL of a server, and nothing else', async (t) => {
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
