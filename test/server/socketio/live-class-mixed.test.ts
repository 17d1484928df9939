import t from 'tap';
import { Target } from '../../helpers/conformance.js';
import { startServer } from '../../helpers/server.js';
import { connectSocketIo, type SocketIoOptions } from '../../helpers/socket-io.js';
import { ask, type Person, startLecture } from '../../helpers/test-class.js';

const TEXTS = 5;

/** The texts of chat messages, in the order in which a client receives them. */
async function texts(count: number, next: () => Promise<unknown>): Promise<string[]> {
  const all: string[] = [];
  while (all.length < count) {
    const { message } = (await next()) as { message: { text: { en: { result: string } } } };
    all.push(message.text.en.result);
  }
  return all;
}

t.test('clients on WebSockets and Socket.IO share one list, one order and one chat', async (t) => {
  const { url } = await startServer(t, { socketIo: true });
  const { students, lecture } = await startLecture(t, new Target(url), 4);
  const [raw, polls, upgrades, older] = students as [Person, Person, Person, Person];
  const attend = async ({ token }: Person, options: SocketIoOptions) => {
    const extraHeaders = { authorization: `Bearer ${token}` };
    const client = await connectSocketIo(t, url, { extraHeaders, ...options });
    client.socket.emit('JoinLecture', lecture);
    await client.next('JoinLecture');
    return client;
  };
  // The students have a second connection each, which is another client of the same user.
  const clients = [
    await attend(polls, { transports: ['polling'] }),
    await attend(upgrades, { transports: ['polling', 'websocket'] }),
    await attend(older, { version: 2, transports: ['websocket'] }),
  ];
  const lists = await Promise.all(
    clients.map(async (client) => {
      client.socket.emit('GetActiveLectureMember', lecture);
      const { data } = await client.next('GetActiveLectureMember');
      return (data.members as { id: string }[]).map(({ id }) => id);
    }),
  );
  const { members } = await ask(raw, 'GetActiveLectureMember', lecture);
  const ids = members.map(({ userId }) => userId);
  t.equal(ids.length, 5);
  t.same(lists, [ids, ids, ids], 'the same people in the same order');
  for (let i = 0; i < TEXTS; i++) {
    raw.client.send('LiveChatTextMessage', { ...lecture, text: `raw ${i}` });
    for (const [at, { socket }] of clients.entries()) {
      socket.emit('LiveChatTextMessage', { ...lecture, text: `socket ${at} ${i}` });
    }
  }
  const count = TEXTS * 4;
  const order = await texts(count, async () => (await raw.client.next('LiveChatTextMessage')).data);
  t.same(
    order.toSorted(),
    ['raw', 'socket 0', 'socket 1', 'socket 2'].flatMap((who) =>
      Array.from({ length: TEXTS }, (_, i) => `${who} ${i}`),
    ),
  );
  for (const client of clients) {
    const seen = await texts(count, async () => (await client.next('LiveChatTextMessage')).data);
    t.same(seen, order, 'the same order');
  }
});
