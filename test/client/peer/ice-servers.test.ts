import type { IceServer } from 'lectern-protocol';
import t from 'tap';
import { IceServers } from '#client/peer/ice-servers.js';
import { RequestError } from '#client/request-error.js';
import type { Signaling } from '#client/signaling.js';

/** Answers with the currently set servers, or not at all. */
function setup() {
  const world = { now: 1_000_000_000, asked: 0, servers: [] as IceServer[] | undefined };
  const request = async () => {
    world.asked++;
    if (!world.servers) throw new RequestError('disconnected', 'not open');
    return { type: 'ice-servers', data: world.servers, sender: 'server', receiver: 'a1' };
  };
  const iceServers = new IceServers({ request: request as Signaling['request'] }, () => world.now);
  return { world, iceServers };
}

function turn(now: number, seconds: number): IceServer[] {
  return [
    { urls: ['stun:x'] },
    { urls: ['turn:x'], username: `${now / 1_000 + seconds}:a1`, credential: 'c' },
  ];
}

t.test('requests servers once while they are fresh', async (t) => {
  const { world, iceServers } = setup();
  world.servers = turn(world.now, 3_600);
  t.same(await Promise.all([iceServers.get(), iceServers.get()]), [world.servers, world.servers]);
  world.now += 3 * 60_000 - 1;
  await iceServers.get();
  t.equal(world.asked, 1);
  world.now += 1;
  await iceServers.get();
  t.equal(world.asked, 2);
  iceServers.reset();
  await iceServers.get();
  t.equal(world.asked, 3);
});

t.test('requests servers again before the credentials expire', async (t) => {
  const { world, iceServers } = setup();
  world.servers = turn(world.now, 60);
  await iceServers.get();
  world.now += 29_999;
  await iceServers.get();
  t.equal(world.asked, 1);
  world.now += 1;
  world.servers = turn(world.now, 60);
  t.same(await iceServers.get(), world.servers);
});

t.test('keeps the last servers, or none, if the server does not answer', async (t) => {
  const { world, iceServers } = setup();
  world.servers = undefined;
  t.same(await iceServers.get(), []);
  world.servers = turn(world.now, 3_600);
  const known = await iceServers.get();
  t.equal(known.length, 2);
  world.servers = undefined;
  world.now += 10 * 60_000;
  t.same(await iceServers.get(), known);
});
