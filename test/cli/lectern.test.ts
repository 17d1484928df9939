import { readFileSync } from 'node:fs';
import { optionTable } from 'lectern-protocol/options';
import t from 'tap';
import { lectern } from './command.js';

const { version } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

t.test('version and help', async (t) => {
  t.same(await lectern(t, ['--version']).outcome, { code: 0, stdout: `${version}\n`, stderr: '' });
  const help = await lectern(t, ['--help']).outcome;
  t.equal(help.code, 0);
  for (const command of ['serve', 'ping', 'probe']) t.match(help.stdout, new RegExp(`^ {2}${command} `, 'm'));
});

t.test("the help of serve has every option, in its group, with the default's unit", async (t) => {
  const { code, stdout } = await lectern(t, ['serve', '--help']).outcome;
  t.equal(code, 0);
  for (const row of optionTable) {
    const group = stdout.split(`\n${row.group}:\n`)[1]?.split('\n\n')[0] ?? '';
    t.match(group, new RegExp(`${row.flag}\\b`), `${row.flag} in ${row.group}`);
  }
  t.match(stdout, /-p, --port <number> .*\(default:\s+8080\)/s);
  t.match(stdout, /--chat-rate <number> .*\(default:\s+2\s+messages\/s\)/s);
  t.match(stdout, /--deflate .*\(default:\s+off\)/s);
  t.match(stdout, /so prefer\s+LECTERN_TURN_SECRET/);
  t.match(stdout, /-S, --https /);
  t.match(stdout, /-v, --verbose /);
  t.match(stdout, /--cert <file> .*--stun-urls <urls> .*--heartbeat-interval <seconds> /s);
  t.match(
    stdout,
    /refused\s+messages\s+on\s+a\s+connection\s+within\s+--refusals-window/,
    'other options are called by their flags',
  );
  t.notMatch(stdout, /`/, 'without color codes outside a terminal');
  const commands = [
    ...(stdout.split('\nExamples:\n')[1]?.matchAll(/^ {2}lectern (serve.*?)(?: {2,}.*)?$/gm) ?? []),
  ];
  t.equal(commands.length, 3);
});

t.test('invalid arguments end with code 2 and one clear line', async (t) => {
  const cases: [string[], RegExp][] = [
    [[], /^Usage: lectern/],
    [['sing'], /^lectern: unknown command 'sing'/],
    [['serve', '--prot', '80'], /^lectern: unknown option '--prot'\n\(Did you mean --port\?\)/],
    [
      ['serve', '-v', '--log-level', 'warn'],
      /^lectern: option '-v, --verbose' cannot be used with .*--log-level/,
    ],
    [['ping'], /^lectern: missing required argument 'url'/],
    [
      ['ping', 'x', '-i', '0'],
      /^lectern: .*'-i, --interval <seconds>'.* Expected a number of seconds greater than 0/,
    ],
    [
      ['ping', 'x', '-c', '1.5'],
      /^lectern: .*'-c, --count <number>'.* Expected a whole number greater than 0/,
    ],
    [['probe', 'x', '-t', '5s'], /^lectern: .*'-t, --timeout <seconds>'/],
  ];
  for (const [args, expected] of cases) {
    const { code, stdout, stderr } = await lectern(t, args).outcome;
    t.match({ code, stdout, stderr }, { code: 2, stdout: '', stderr: expected }, args.join(' '));
    t.notMatch(stderr, /\n {4}at /, 'no stack trace');
  }
  const { stderr } = await lectern(t, ['serve', '--turn-secrte=hunter2']).outcome;
  t.match(stderr, /unknown option '--turn-secrte'/);
  t.notMatch(stderr, /hunter2/, 'the value might be a secret');
});
