import type { CreateRoomReq, ErrorData } from 'lectern-protocol';
import t, { type Test } from 'tap';
import type { Options } from '../../../server/options.js';
import { connect, type TestClient } from '../../helpers/client.js';
import { startServer } from '../../helpers/server.js';

/** Starts a server. Returns how a guest connects to it. */
async function open(t: Test, options: Partial<Options>): Promise<(path?: string) => Promise<TestClient>> {
  const { wsUrl } = await startServer(t, options);
  return (path = '/ws') => connect(t, wsUrl(path));
}

/** Joins a room of /layout. Returns `ok` or the code of the refusal. */
async function join(client: TestClient, room: string): Promise<string> {
  const answer = await client.request('/layout JOIN', { room, name: 'Ann' });
  return answer.type === 'error' ? (answer.data as ErrorData).code : 'ok';
}

t.test('a user can only open a number of rooms, and any number of rooms of others', async (t) => {
  const guest = await open(t, { userRooms: 2 });
  const [ann, ben] = [await guest(), await guest()];
  t.strictSame([await join(ann, 'a'), await join(ann, 'b'), await join(ann, 'c')], ['ok', 'ok', 'full']);
  t.equal(await join(ben, 'c'), 'ok');
  t.equal(await join(ann, 'c'), 'ok', 'somebody else has opened it');
  await ann.request('/layout LEAVE', { room: 'a' });
  t.equal(await join(ann, 'd'), 'ok', 'the empty room does not count any more');
});

t.test('guests of one address can open a number of rooms together, and a few each beyond it', async (t) => {
  const guest = await open(t, { addressRooms: 10 });
  const loud = await guest();
  for (let i = 0; i < 10; i++) t.equal(await join(loud, `loud-${i}`), 'ok');
  t.equal(await join(loud, 'one-more'), 'full');
  const quiet = await guest();
  const answers: string[] = [];
  for (let i = 0; i < 6; i++) answers.push(await join(quiet, `quiet-${i}`));
  t.strictSame(answers, ['ok', 'ok', 'ok', 'ok', 'ok', 'full']);
  loud.close();
  await loud.closed;
  const late = await guest();
  for (let i = 0; i < 5; i++) t.equal(await join(late, `late-${i}`), 'ok');
});

const receiver = '/programme/42';

const createRoom = async (client: TestClient): Promise<string> => {
  const answer = await client.request('/programme createRoom', { title: 'Room', max: 2 }, { receiver });
  if (answer.type === 'error') return (answer.data as ErrorData).code;
  const { roomId, err } = answer.data as CreateRoomReq;
  return roomId ?? err ?? '';
};

t.test('one user can only create some chat rooms of a programme, and others still can', async (t) => {
  const guest = await open(t, { userProgrammeRooms: 2, addressProgrammeRooms: 5 });
  const ann = await guest();
  const [first = '', second = '', third] = [
    await createRoom(ann),
    await createRoom(ann),
    await createRoom(ann),
  ];
  t.equal(third, 'conflict');
  t.not(first, second);
  const ben = await guest();
  t.match([await createRoom(ben), await createRoom(ben)], [/-/, /-/]);
  t.match([await createRoom(await guest()), await createRoom(await guest())], [/-/, 'TOO_MANY']);
  await ann.request('/programme leaveRoom', { roomId: first }, { receiver });
  t.match(await createRoom(ann), /-/, 'the empty room does not count any more');
});

t.test('one user can only own some rooms with settings', async (t) => {
  const guest = await open(t, { ownedRooms: 2 });
  const ann = await guest();
  const create = async (client: TestClient, room_id: string) => {
    const answer = await client.request('create-room', { room_id });
    return answer.type === 'error' ? (answer.data as ErrorData).code : 'ok';
  };
  t.strictSame(
    [await create(ann, 'a'), await create(ann, 'b'), await create(ann, 'c')],
    ['ok', 'ok', 'conflict'],
  );
  t.equal(await create(await guest(), 'c'), 'ok');
  await ann.request('delete-room', { room_id: 'a' });
  t.equal(await create(ann, 'd'), 'ok');
});
