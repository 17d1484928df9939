import fc from 'fast-check';
import t from 'tap';
import { transitions } from '../../../server/session/states.js';
import { House, makeStore } from './races.js';

// What anybody may do in any order, many things at once: at the end of it the table of states and the promises about
// tickets hold. `at` picks among the connections, `of` among the tickets that were ever given.

type Deed =
  | { does: 'connect' }
  | { does: 'login' | 'logout' | 'refresh' | 'cut' | 'leave'; at: number; waits: boolean }
  | { does: 'relogin'; at: number; of: number; waits: boolean }
  | { does: 'remove'; of: number; waits: boolean };

const natural = fc.nat({ max: 20 });
const waits = fc.boolean();
const deed: fc.Arbitrary<Deed> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ does: fc.constant('connect' as const) }) },
  {
    weight: 8,
    arbitrary: fc.record({
      does: fc.constantFrom('login', 'login', 'login', 'logout', 'refresh', 'cut', 'cut', 'leave'),
      at: natural,
      waits,
    }) as fc.Arbitrary<Deed>,
  },
  {
    weight: 6,
    arbitrary: fc.record({ does: fc.constant('relogin' as const), at: natural, of: natural, waits }),
  },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('remove' as const), of: natural, waits }) },
);

const store = await makeStore(t);

async function play(deeds: Deed[]): Promise<House> {
  const house = new House(store);
  house.connect();
  for (const each of deeds) {
    if (each.does === 'connect') {
      house.connect();
      continue;
    }
    if (each.does === 'remove' || each.does === 'relogin') {
      // What was given meanwhile is to be had, too.
      if (each.waits) await house.settle();
    }
    const ticket = 'of' in each ? house.tickets.at(each.of % Math.max(1, house.tickets.length)) : undefined;
    const wire = 'at' in each ? house.wires[each.at % house.wires.length] : undefined;
    if (each.does === 'remove') {
      if (ticket) await removed(house, ticket.clientId);
    } else if (each.does === 'login') wire?.ask('login', { protocol: '1.2' });
    else if (each.does === 'logout') wire?.ask('logout');
    else if (each.does === 'refresh') wire?.ask('refreshReconnectionTicket');
    else if (each.does === 'relogin') wire?.ask('relogin', { ticket: ticket?.ticket ?? 'none' });
    else wire?.end(each.does === 'cut' ? 1006 : 1001);
    if ('waits' in each && each.waits) await house.settle();
  }
  await house.settle();
  return house;
}

/** The client is removed, wherever it is. */
async function removed(house: House, clientId: string): Promise<void> {
  try {
    await house.sessions.find(clientId).drop('the host said so');
    house.loggedOut.add(clientId);
  } catch {
    // It has left already.
  }
}

function sound(house: House): void {
  const live = house.wires.filter(({ closedBy, gone }) => closedBy === undefined && !gone);
  const connected = live.filter(({ state }) => state === 'connected').map(({ clientId }) => clientId);
  if (new Set(connected).size !== connected.length)
    throw new Error('a client speaks through two connections');
  const inRoom = house.inRoom;
  if (new Set(inRoom).size !== inRoom.length) throw new Error('a client is in the room twice');
  for (const id of connected)
    if (!inRoom.includes(id)) throw new Error(`${id} is connected and not in the room`);
  for (const id of inRoom) {
    const { state } = house.sessions.find(id);
    if (state !== 'connected' && state !== 'waiting_for_reconnecting') {
      throw new Error(`${id} is in the room, and ${state}`);
    }
    if (state === 'connected' && !connected.includes(id)) throw new Error(`${id} has no connection`);
    if (house.loggedOut.has(id)) throw new Error(`${id} has left and is in the room`);
  }
  for (const { state, closedBy, gone } of house.wires) {
    if (state === 'left' && closedBy === undefined && !gone)
      throw new Error('who has left is still connected');
  }
}

t.test(
  'whatever happens at once, each client has one connection or waits, and who left stays away',
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(deed, { maxLength: 25 }), async (deeds) => {
        const house = await play(deeds);
        try {
          sound(house);
          await redeemAll(house);
        } finally {
          await house.sessions.close();
        }
      }),
      { numRuns: 300 },
    );
  },
);

/** In the end one of the tickets of everybody who is there works, and none of who left. */
async function redeemAll(house: House): Promise<void> {
  const known = [...house.tickets].reverse();
  for (const clientId of new Set(known.map((each) => each.clientId))) {
    const there = house.inRoom.includes(clientId);
    let back = false;
    for (const { ticket } of known.filter((each) => each.clientId === clientId)) {
      house.connect();
      const answer = house.wires.at(-1)?.ask('relogin', { ticket });
      await house.settle();
      const { status, id } = (answer?.()?.data ?? {}) as { status?: string; id?: string };
      back ||= status === 'ok' && id === clientId;
      sound(house);
    }
    if (back !== there)
      throw new Error(`${clientId} ${there ? 'has lost its way back' : 'came back from nowhere'}`);
  }
}

t.test(
  'the table of states: every state but the first can be reached, and none but the last is an end',
  (t) => {
    const reached = new Set([
      'initialized',
      ...Object.values(transitions).flatMap((each) => Object.values(each)),
    ]);
    t.same([...reached].sort(), Object.keys(transitions).sort());
    for (const [state, events] of Object.entries(transitions)) {
      t.equal(Object.keys(events).length === 0, state === 'left', state);
    }
    t.end();
  },
);
