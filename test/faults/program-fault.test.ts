import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ServerMessage } from 'lectern-protocol';
import t from 'tap';
import { lectern } from '../cli/command.js';
import { connect } from '../helpers/client.js';
import { startServer } from '../helpers/server.js';

/** Faults that a preloaded module causes when the process receives SIGUSR2. */
const faults: Record<string, string> = {
  'an error that nobody catches': "throw new Error('a made-up fault');",
  'a promise whose rejection nobody hears of': "Promise.reject(new Error('a made-up fault'));",
  'an error event without a listener': "new EventEmitter().emit('error', new Error('a made-up fault'));",
  'an error in the middle of its clients': `
    const { emit } = Socket.prototype;
    Socket.prototype.emit = function (name, ...rest) {
      if (name === 'data') throw new Error('a made-up fault');
      return emit.call(this, name, ...rest);
    };`,
};

const preload = (fault: string): string =>
  `--import data:text/javascript,${encodeURIComponent(
    `import { EventEmitter } from 'node:events'; import { Socket } from 'node:net'; process.on('SIGUSR2', () => { ${fault} });`,
  )}`;

for (const [name, fault] of Object.entries(faults)) {
  t.test(`${name} is logged and ends the process with code 1`, async (t) => {
    const data = t.testdir({});
    const env = { LECTERN_DATA: data, NODE_OPTIONS: preload(fault) };
    const command = lectern(t, ['serve', '--port', '0'], env);
    const [url] = await command.shows(/http:\/\/127\.0\.0\.1:(\d+)/);
    const client = await connect(t, `${url}/room/blue/ws?login=1`);
    const { data: login } = (await client.request('login', { protocol: '1.2' })) as ServerMessage<'login'>;
    if (login.status !== 'ok') throw new Error(login.data);
    await client.request('CreateClass', { title: 'Algebra' });
    command.signal('SIGUSR2');
    // One of the faults happens when the next bytes arrive.
    client.send('ping');
    t.equal((await client.closed).code, 1006, 'no client is served any more');
    const { code, stdout, stderr } = await command.outcome;
    t.equal(code, 1);
    t.match(stderr, /lectern: stopped by an unexpected error; see the log\n$/);
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    t.match(lines.at(-1), {
      level: 60,
      err: { message: 'a made-up fault', stack: /Error: a made-up fault\n/ },
    });
    t.notOk(existsSync(join(data, 'handover.ndjson')), 'state in memory is not trusted');

    const { wsUrl } = await startServer(t, { data });
    const back = await connect(t, wsUrl('/room/blue/ws?login=1'));
    const ticket = login.data.reconnectionTicket ?? '';
    t.match(await back.request('relogin', { ticket }), {
      data: { status: 'ok', id: login.data.id, recovered: false },
    });
    const { data: classes } = await back.request('GetClasses');
    t.match(classes, { classes: [{ title: 'Algebra' }] }, 'acknowledged data is kept');
  });
}
