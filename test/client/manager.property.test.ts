import fc from 'fast-check';
import t from 'tap';
import { Manager } from '#client/manager.js';
import { FakeRoom, FakeSignaling } from './fake-room.js';
import { FakeNetwork, type FakeTransport } from './peer/fake-transport.js';
import { ManualClock } from './support.js';

/** The possible actions. Their numbers choose among the present managers, ranks or signals. */
type Happening =
  | { name: 'deliver'; to: number; fate: 'once' | 'lost' | 'twice' }
  | { name: 'replay'; which: number }
  | { name: 'join'; rank: number }
  | { name: 'leave'; who: number }
  | { name: 'reconnect'; who: number; rank: number }
  | { name: 'bye'; from: number; to: number }
  | { name: 'break'; which: number; one: boolean }
  | { name: 'tracks'; which: number }
  | { name: 'time'; ms: number };

const choice = fc.nat({ max: 1_000 });
const happening: fc.Arbitrary<Happening> = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({
      name: fc.constant('deliver' as const),
      to: choice,
      fate: fc.constantFrom(
        'once' as const,
        'once' as const,
        'once' as const,
        'lost' as const,
        'twice' as const,
      ),
    }),
  },
  { weight: 3, arbitrary: fc.record({ name: fc.constant('replay' as const), which: choice }) },
  { weight: 2, arbitrary: fc.record({ name: fc.constant('join' as const), rank: choice }) },
  { weight: 1, arbitrary: fc.record({ name: fc.constant('leave' as const), who: choice }) },
  { weight: 1, arbitrary: fc.record({ name: fc.constant('reconnect' as const), who: choice, rank: choice }) },
  { weight: 1, arbitrary: fc.record({ name: fc.constant('bye' as const), from: choice, to: choice }) },
  {
    weight: 2,
    arbitrary: fc.record({ name: fc.constant('break' as const), which: choice, one: fc.boolean() }),
  },
  { weight: 2, arbitrary: fc.record({ name: fc.constant('tracks' as const), which: choice }) },
  { weight: 4, arbitrary: fc.record({ name: fc.constant('time' as const), ms: fc.nat({ max: 40_000 }) }) },
);

/** Maximum number of managers in the room. */
const CROWD = 3;

class World {
  readonly clock = new ManualClock();
  readonly network = new FakeNetwork(this.clock);
  readonly room = new FakeRoom();
  readonly present: { manager: Manager; signaling: FakeSignaling }[] = [];
  #seed = 1;

  /** Lets promises settle. */
  flush(): Promise<void> {
    return new Promise((resolve) => setImmediate(resolve));
  }

  join(rank: number): void {
    if (this.present.length >= CROWD) return;
    const signaling = new FakeSignaling(this.room, rank);
    const manager = new Manager(signaling, {
      createTransport: this.network.create,
      clock: this.clock,
      // Always the same for the same actions.
      random: () => {
        this.#seed = (this.#seed * 48_271) % 2_147_483_647;
        return this.#seed / 2_147_483_647;
      },
    });
    manager.start();
    this.present.push({ manager, signaling });
  }

  async happen(event: Happening): Promise<void> {
    const pick = <T>(list: readonly T[], index: number): T | undefined => list[index % (list.length || 1)];
    switch (event.name) {
      case 'deliver':
        pick(this.present, event.to)?.signaling.deliver(event.fate);
        break;
      case 'replay': {
        const old = pick(this.room.history, event.which);
        if (old) this.room.members.get(old.receiver)?.queue.push(old.message);
        break;
      }
      case 'join':
        this.join(event.rank);
        break;
      case 'leave': {
        const [leaver] = this.present.splice(event.who % (this.present.length || 1), 1);
        leaver?.manager.leave();
        break;
      }
      case 'reconnect':
        pick(this.present, event.who)?.signaling.reconnect(event.rank);
        break;
      case 'bye': {
        const from = pick(this.present, event.from)?.manager;
        const to = from && pick([...from.participants.keys()], event.to);
        if (from && to) from.signaler.send('bye', undefined, to);
        break;
      }
      case 'break': {
        const broken = pick(this.network.alive, event.which);
        const partner = broken?.partner;
        broken?.fail();
        if (!event.one) partner?.fail();
        break;
      }
      case 'tracks': {
        const end = pick(this.network.alive, event.which);
        if (end?.connected) end.setMedia({});
        break;
      }
      case 'time':
        this.clock.advance(event.ms);
        break;
    }
    await this.flush();
  }

  /** From here on no message is lost, and the clock advances for the longest chain of delays. */
  async settle(): Promise<void> {
    for (let second = 0; second < 180; second++) {
      while (this.present.some(({ signaling }) => signaling.queue.length > 0)) {
        for (const { signaling } of this.present) signaling.deliver();
        await this.flush();
      }
      this.clock.advance(1_000);
      await this.flush();
    }
  }

  /** Returns the faults. Empty if each two managers have exactly one connection and nothing else is open. */
  faults(): string[] {
    const faults: string[] = [];
    for (const one of this.present) {
      const others = this.present.filter((other) => other !== one).map(({ signaling }) => signaling.id);
      const known = [...one.manager.participants.keys()];
      if (JSON.stringify(known.sort()) !== JSON.stringify(others.sort())) {
        faults.push(`${one.signaling.id} knows ${known} and not ${others}`);
      }
      for (const { id, state } of one.manager.participants.values()) {
        if (state !== 'connected') faults.push(`${one.signaling.id} to ${id} is ${state}`);
      }
    }
    const isLive = (end: FakeTransport) =>
      end.connected && end.partner?.partner === end && !end.partner.closed;
    const live = this.network.alive.filter(isLive).length;
    const wanted = this.present.length * (this.present.length - 1);
    if (live !== wanted) faults.push(`${live} live ends, not ${wanted}`);
    if (this.network.alive.length !== live) faults.push(`${this.network.alive.length - live} ends hang`);
    return [...faults, ...this.network.violations];
  }
}

t.test('in any sequence, each two end with one live connection, and no signal ever breaks one', async (t) => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(happening, { maxLength: 60, size: 'max' }),
      choice,
      choice,
      async (events, a, b) => {
        const world = new World();
        world.join(a);
        world.join(b);
        for (const event of events) await world.happen(event);
        await world.settle();
        const faults = world.faults();
        for (const { manager } of world.present) manager.leave();
        if (world.network.alive.length > 0) faults.push('something lives on when all have left');
        if (faults.length > 0) throw new Error(faults.join('\n'));
      },
    ),
    { numRuns: 300 },
  );
  t.pass();
});
