import type { RoomMedia } from 'lectern-protocol';
import t, { type Test } from 'tap';
import { Target } from '../../helpers/conformance.js';
import { Janus } from '../../helpers/janus.js';
import { carries, joinMedia, listen, publish } from '../../helpers/media-room.js';
import { enterNetworkNamespace } from '../../helpers/network-namespace.js';
import { type Shared, startNodes, startShared } from '../../helpers/nodes.js';

enterNetworkNamespace(import.meta.url);

const januses = await Promise.all([Janus.make(), Janus.make()]);
const [blue, red] = januses;
t.teardown(() => Promise.all(januses.map((each) => each.remove())));

async function nodes(t: Test, shared: Shared, count: number, used: Janus[] = januses): Promise<Target[]> {
  const started = await startNodes(t, shared, count, {
    janus: used.map(({ url }) => url),
    janusSecret: blue.secret,
    janusAdminKey: blue.adminKey,
    mediaThreshold: 0,
  });
  return started.map(({ url }) => new Target(url));
}

/** The Januses on which a room is. */
async function placesOf(room: string): Promise<Janus[]> {
  const found = await Promise.all(
    januses.map(async (janus) => ((await janus.rooms()).includes(room) ? [janus] : [])),
  );
  return found.flat();
}

const isNew =
  (before: RoomMedia) =>
  ({ data }: { data: RoomMedia }) =>
    data.by === 'server' && data.available === true && data.epoch !== before.epoch;

t.test('rooms are spread, and those of a Janus that dies move to another one', async (t) => {
  const [here, there] = (await nodes(t, await startShared(t), 2)) as [Target, Target];
  const speaker = await here.enter(t, 'first');
  const hearer = await there.enter(t, 'first');
  const before = [await joinMedia(speaker, 'first'), await joinMedia(hearer, 'first')] as const;
  const [janus] = await placesOf('first');
  const other = janus === blue ? red : blue;
  await joinMedia(await there.enter(t, 'second'), 'second');
  t.same(await placesOf('second'), [other]);

  await janus?.stop();
  const moved = await Promise.all([
    speaker.client.next('/sfu media', isNew(before[0])),
    hearer.client.next('/sfu media', isNew(before[1])),
  ]);
  t.equal(moved.length, 2);
  const heard = await listen(t, hearer, 'first');
  t.equal((await publish(t, speaker, 'first', 'again')).refusal, undefined);
  await hearer.client.next('/sfu places', carries(speaker.id));
  await heard.hears('again');
  await janus?.start();
  t.same(await placesOf('first'), [other]);
});

t.test('a node that does not use a Janus any more moves its rooms, and the other nodes follow', async (t) => {
  const shared = await startShared(t);
  const [former] = (await nodes(t, shared, 1)) as [Target];
  const [changed] = (await nodes(t, shared, 1, [red])) as [Target];
  const speaker = await former.enter(t, 'first');
  const before = await joinMedia(speaker, 'first');
  t.same(await placesOf('first'), [blue]);
  const hearer = await changed.enter(t, 'first');
  await joinMedia(hearer, 'first');
  await speaker.client.next('/sfu media', isNew(before));
  t.ok((await red.rooms()).includes('first'));
  const heard = await listen(t, hearer, 'first');
  t.equal((await publish(t, speaker, 'first', 'here')).refusal, undefined);
  await heard.hears('here');
});
