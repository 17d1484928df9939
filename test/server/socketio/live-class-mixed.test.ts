import t, { type Test } from 'tap';
import { WebSocket } from 'ws';
import { Signaler } from '#client/signaler.js';
import { Target } from '../../helpers/conformance.js';
import { startNodes, startShared } from '../../helpers/nodes.js';
import { startServer } from '../../helpers/server.js';
import { connectSocketIo, type SocketIoOptions } from '../../helpers/socket-io.js';
import { ask, type Person, type StartedLecture, startLecture } from '../../helpers/test-class.js';

const TEXTS = 5;

/** Somebody in the lecture, on whatever transport. */
interface Attendant {
  name: string;
  say(text: string): void;
  /** Resolves with the next chat message. */
  next(): Promise<unknown>;
  /** The people in the lecture. */
  people(): Promise<string[]>;
}

type Lecture = StartedLecture['lecture'];

function overWebSocket(student: Person, lecture: Lecture): Attendant {
  const { client } = student;
  return {
    name: 'WebSocket',
    say: (text) => client.send('LiveChatTextMessage', { ...lecture, text }),
    next: async () => (await client.next('LiveChatTextMessage')).data,
    people: async () =>
      (await ask(student, 'GetActiveLectureMember', lecture)).members.map(({ userId }) => userId),
  };
}

async function withLibrary(t: Test, url: string, { token }: Person, lecture: Lecture): Promise<Attendant> {
  const identity = { load: () => token, save() {} };
  const signaler = new Signaler(`${url.replace(/^http/, 'ws')}/ws`, { WebSocket, identity });
  t.teardown(() => signaler.close());
  const heard: unknown[] = [];
  let wake = () => {};
  signaler.on('LiveChatTextMessage', ({ data }) => {
    heard.push(data);
    wake();
  });
  const isOpen = new Promise<void>((resolve) => {
    signaler.on('state', ({ name }) => name === 'open' && resolve());
  });
  signaler.connect();
  await isOpen;
  await signaler.request('JoinLecture', lecture);
  return {
    name: 'library',
    say: (text) => void signaler.request('LiveChatTextMessage', { ...lecture, text }),
    async next() {
      while (heard.length === 0) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      return heard.shift();
    },
    people: async () =>
      (await signaler.request('GetActiveLectureMember', lecture)).data.members.map(({ userId }) => userId),
  };
}

async function overSocketIo(
  t: Test,
  url: string,
  { token }: Person,
  lecture: Lecture,
  options: SocketIoOptions,
): Promise<Attendant> {
  const client = await connectSocketIo(t, url, { query: { token }, ...options });
  client.socket.emit('JoinLecture', lecture);
  await client.next('JoinLecture');
  return {
    name: `Socket.IO ${options.version} ${options.transports}`,
    say: (text) => client.socket.emit('LiveChatTextMessage', { ...lecture, text }),
    next: async () => (await client.next('LiveChatTextMessage')).data,
    async people() {
      client.socket.emit('GetActiveLectureMember', lecture);
      const { data } = await client.next('GetActiveLectureMember');
      return (data.members as { id: string }[]).map(({ id }) => id);
    },
  };
}

/** The texts of chat messages, in the order in which somebody receives them. */
async function texts({ next }: Attendant, count: number): Promise<string[]> {
  const all: string[] = [];
  while (all.length < count) {
    const { message } = (await next()) as { message: { text: { en: { result: string } } } };
    all.push(message.text.en.result);
  }
  return all;
}

/** @param urls the nodes to which the clients connect, in turn */
async function sharesAClass(t: Test, urls: string[]): Promise<void> {
  const [one = '', other = one, third = one] = urls;
  const { teacher, students, lecture } = await startLecture(t, new Target(one), 4);
  const [raw, second, fourth, polling] = students as [Person, Person, Person, Person];
  // All except the first have a second connection, which is another client of the same user.
  const everyone = [
    overWebSocket(raw, lecture),
    await withLibrary(t, third, teacher, lecture),
    await overSocketIo(t, other, second, lecture, { version: 2, transports: ['polling', 'websocket'] }),
    await overSocketIo(t, third, fourth, lecture, { version: 4, transports: ['websocket'] }),
    await overSocketIo(t, other, polling, lecture, { version: 4, transports: ['polling'] }),
  ];
  const [people = [], ...others] = await Promise.all(everyone.map((each) => each.people()));
  t.equal(people.length, 5);
  for (const list of others) t.same(list, people, 'the same people in the same order');
  for (let i = 0; i < TEXTS; i++) for (const { name, say } of everyone) say(`${name} ${i}`);
  const count = TEXTS * everyone.length;
  const [order = [], ...orders] = await Promise.all(everyone.map((each) => texts(each, count)));
  const said = everyone.flatMap(({ name }) => Array.from({ length: TEXTS }, (_, i) => `${name} ${i}`));
  t.same(order.toSorted(), said.toSorted(), 'each message once');
  for (const each of orders) t.same(each, order, 'the same order');
}

t.test('clients on WebSockets and Socket.IO share one list, one order and one chat', async (t) => {
  await sharesAClass(t, [(await startServer(t, { socketIo: true })).url]);
});

t.test('also on three nodes', async (t) => {
  const nodes = await startNodes(t, await startShared(t), 3, { socketIo: true });
  await sharesAClass(
    t,
    nodes.map(({ url }) => url),
  );
});
