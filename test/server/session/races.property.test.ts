import fc, { type AsyncCommand } from 'fast-check';
import t from 'tap';
import { transitions } from '../../../server/session/session-state.js';
import { deeds, Model } from './deeds.js';
import { House, makeStore } from './races.js';

const store = await makeStore(t);

async function play(commands: Iterable<AsyncCommand<Model, House>>): Promise<House> {
  const house = new House(store);
  await fc.asyncModelRun(() => ({ model: new Model(), real: house }), commands);
  await house.settle();
  return house;
}

function sound(house: House): void {
  const live = house.wires.filter(({ closedBy, gone }) => closedBy === undefined && !gone);
  const connected = live.filter(({ state }) => state === 'connected').map(({ clientId }) => clientId);
  if (new Set(connected).size !== connected.length) throw new Error('a client sends on two connections');
  const inRoom = house.inRoom;
  if (new Set(inRoom).size !== inRoom.length) throw new Error('a client is in the room twice');
  for (const id of connected)
    if (!inRoom.includes(id)) throw new Error(`${id} is connected but not in the room`);
  for (const id of inRoom) {
    const state = house.sessions.here(id)?.state;
    if (state !== 'connected' && state !== 'waiting_for_reconnecting') {
      throw new Error(`${id} is in the room but its state is ${state}`);
    }
    if (state === 'connected' && !connected.includes(id)) throw new Error(`${id} has no connection`);
    if (house.loggedOut.has(id)) throw new Error(`${id} has left and is in the room`);
  }
  for (const { state, closedBy, gone } of house.wires) {
    if (state === 'left' && closedBy === undefined && !gone)
      throw new Error('a client that has left is still connected');
  }
}

t.test(
  'one after the other, each action is answered as the table of states requires, and its ticket works',
  async () => {
    await fc.assert(
      fc.asyncProperty(deeds(fc.constant(true)), async (commands) => {
        const house = await play(commands);
        await house.sessions.close();
      }),
      { numRuns: 800 },
    );
  },
);

t.test(
  'in any interleaving, each client has one connection or is waited for, and clients that left stay away',
  async () => {
    await fc.assert(
      fc.asyncProperty(deeds(fc.boolean()), async (commands) => {
        const house = await play(commands);
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

/** In the end, one ticket of every present client works, and no ticket of a client that left. */
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
      throw new Error(`${clientId} ${there ? 'can no longer resume' : 'resumed after it had left'}`);
  }
}

t.test(
  'the table of states: every state except the first can be reached, and only the last is final',
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
