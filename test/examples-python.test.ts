import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { SignJWT } from 'jose';
import t, { type Test } from 'tap';
import { connect, type TestClient } from './helpers/client.js';
import { FaultyProxy } from './helpers/faulty-proxy.js';
import { startServer } from './helpers/server.js';

const program = fileURLToPath(new URL('../../examples/python/chat.py', import.meta.url));

/** Debian's Python, which has the package websockets. */
const PYTHON = '/usr/bin/python3';

/** Starts the program, in the room `blue`. */
function run(t: Test, server: string, lecture: string[] = [], env: Record<string, string> = {}) {
  const child = spawn(PYTHON, ['-B', program, server, 'blue', ...lecture], {
    env: { ...process.env, ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  t.teardown(() => child.kill('SIGKILL'));
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  return {
    /** The next lines that it prints. */
    async next(count: number): Promise<string[]> {
      const found: string[] = [];
      while (found.length < count) {
        const { value, done } = await lines.next();
        if (done) throw new Error(`the program ended after ${JSON.stringify(found)}`);
        found.push(value);
      }
      return found;
    },
    write: (line: string) => child.stdin.write(`${line}\n`),
    end: () => child.stdin.end(),
    exit: once(child, 'exit'),
  };
}

/** A lecture of a class, with its instructor in it and in the room `blue`. */
async function teach(t: Test, url: string) {
  const teacher = await connect(t, url);
  const made = await teacher.request('CreateClass', { title: 'Algebra' });
  const classUuid = (made.data as { class: { uuid: string } }).class.uuid;
  const lecture = { lectureDate: '2026-11-21', lectureName: 'Numbers', playlist: 'media/sample.mp4' };
  const created = await teacher.request('CreateLecture', { classUuid, ...lecture });
  const lectureId = (created.data as { lecture: { id: number } }).lecture.id;
  await teacher.request('JoinLecture', { classUuid, lectureId });
  return { teacher, classUuid, lectureId };
}

const say = (client: TestClient, text: string) =>
  client.request('text', { from: 'Ada', time: 1, text }, { receiver: 'room' });

t.test(
  'the Python client resumes its session, in a room and in a lecture, with nothing missed',
  async (t) => {
    const { url, wsUrl } = await startServer(t);
    const proxy = await FaultyProxy.start(
      () => Number(new URL(url).port),
      () => 0,
    );
    t.teardown(() => proxy.close());
    const { teacher, classUuid, lectureId } = await teach(t, wsUrl('/room/blue/ws'));
    const teachIn = (text: string) => teacher.request('LiveChatTextMessage', { classUuid, lectureId, text });
    const python = run(t, `http://127.0.0.1:${proxy.port}`, [classUuid, String(lectureId)], { NAME: 'Bo' });
    const [loggedIn, joined] = await python.next(2);
    t.match(loggedIn, /^\* logged in as [\w-]{36}$/);
    t.equal(joined, '* joined the lecture Numbers');
    const spoken: string[] = [];

    await say(teacher, 'before');
    spoken.push(...(await python.next(1)));
    await teachIn('one');
    spoken.push(...(await python.next(1)));
    python.write('hello from Python');
    spoken.push(...(await python.next(1)));
    t.equal((await teacher.next('text', ({ data }) => data.from === 'Bo')).data.text, 'hello from Python');

    proxy.down();
    t.same(await python.next(1), ['* connection lost']);
    for (const text of ['away 1', 'away 2', 'away 3']) await say(teacher, text);
    for (const text of ['two', 'three']) await teachIn(text);
    python.write('lecture: written while away');
    proxy.up();
    spoken.push(...(await python.next(5)));
    t.same(await python.next(1), ['* resumed with 5 missed messages, nothing is missing']);
    spoken.push(...(await python.next(1)));

    await say(teacher, 'after');
    spoken.push(...(await python.next(1)));
    python.end();
    t.same(await python.next(1), ['* session ended']);
    t.same(await python.exit, [0, null]);

    const inLog = (log: string) =>
      spoken
        .map((line) => /^(\S+) #(\d+) (.*)$/.exec(line) ?? [])
        .filter(([, receiver]) => receiver === log)
        .map(([, , seq, text]) => ({ seq: Number(seq), text }));
    const room = inLog('room/blue');
    t.same(
      room.map(({ text }) => text),
      ['Ada: before', 'Bo: hello from Python', 'Ada: away 1', 'Ada: away 2', 'Ada: away 3', 'Ada: after'],
      'every message in the room was printed once and in order',
    );
    t.same(
      room.map(({ seq }) => seq),
      room.map((_, index) => index + 1),
    );
    const lecture = inLog(`room/lecture_${lectureId}`);
    t.match(
      lecture.map(({ text }) => text),
      [/: one$/, /: two$/, /: three$/, /^Bo: written while away$/],
      'and in the lecture',
    );
    const first = lecture[0]?.seq ?? 0;
    t.same(
      lecture.map(({ seq }) => seq),
      lecture.map((_, index) => first + index),
    );
  },
);

t.test('the Python client logs in with a token', async (t) => {
  const tokenSecret = 'a secret of at least 32 characters';
  const { url } = await startServer(t, { tokenSecret });
  const token = await new SignJWT({ name: 'Ann', grants: { rooms: ['blue'] } })
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject('ann')
    .setAudience('lectern')
    .setExpirationTime('1h')
    .sign(new TextEncoder().encode(tokenSecret));
  const python = run(t, url, [], { LECTERN_TOKEN: token });
  t.same(await python.next(1), ['* logged in as ann']);
  python.write('hello');
  t.same(await python.next(1), ['room/blue #1 Ann: hello']);
  python.end();
  t.same(await python.exit, [0, null]);
});

t.test('the Python client prints why a login is refused', async (t) => {
  const { url } = await startServer(t, { tokenSecret: 'a secret of at least 32 characters' });
  const child = spawn(PYTHON, ['-B', program, url, 'blue'], {
    env: { ...process.env, LECTERN_TOKEN: 'forged' },
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  t.teardown(() => child.kill('SIGKILL'));
  const exit = once(child, 'exit');
  const [message] = await once(createInterface(child.stderr), 'line');
  t.match(message, /^login refused: /);
  t.same(await exit, [1, null]);
});
