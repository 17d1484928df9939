import fc from 'fast-check';
import t from 'tap';
import type { Backplane } from '../../../server/backplane/backplane.js';
import { LocalBackplane } from '../../../server/backplane/local.js';
import { ChatClient } from '../../../server/chat/chat-client.js';
import { ChatManager } from '../../../server/chat/chat-manager.js';
import { Namespaces } from '../../../server/namespaces/namespaces.js';
import { type ChatRoomState, countOf } from '../../../server/programme/chat-room-state.js';
import { Programmes } from '../../../server/programme/programmes.js';
import { Refusal } from '../../../server/protocol/errors.js';
import { ALL_GRANTS } from '../../../server/session/identity.js';

const programme = '/programme/42';
const options = { aggroTime: 60, aggroPoints: 3, aggroPause: 60 };

const isRoom = (value: unknown): value is ChatRoomState =>
  typeof value === 'object' && value !== null && 'members' in value;

/**
 * A backplane that answers in whatever order `wait` says, for as many nodes as there may be.
 * @param kept hears of every chat room that is written
 */
function slowly(
  backplane: LocalBackplane,
  wait: () => Promise<void>,
  kept: (room: ChatRoomState) => void,
): Backplane {
  return new Proxy(backplane, {
    get(target, name: keyof Backplane) {
      const method = target[name] as (...args: unknown[]) => Promise<unknown>;
      return async (...args: unknown[]) => {
        await wait();
        const result = await method.apply(target, args);
        if (name === 'compareAndSet' && result !== undefined && isRoom(args[2])) kept(args[2]);
        return result;
      };
    },
  });
}

function node(backplane: Backplane) {
  const manager = new ChatManager(backplane);
  const namespaces = new Namespaces(manager, backplane);
  const error = (_: object, text: string) => t.fail(text);
  const programmes = new Programmes({ backplane, manager, namespaces, options, log: { error } });
  return { manager, programmes };
}

type Node = ReturnType<typeof node>;

async function viewer({ manager, programmes }: Node, id: string): Promise<ChatClient> {
  const identity = {
    user: { id: `user of ${id}`, name: id },
    role: 'presenter',
    grants: ALL_GRANTS,
  } as const;
  const client = new ChatClient(id, identity, undefined, true);
  await manager.add(client);
  await programmes.enter(client, programme);
  return client;
}

/** What a viewer does: makes a room, enters or leaves the room that was made as the so-manieth, or is given up. */
type Step = { does: 'create'; max: number } | { does: 'join' | 'leave'; room: number } | { does: 'giveUp' };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 2,
    arbitrary: fc.record({ does: fc.constant('create' as const), max: fc.integer({ min: 1, max: 3 }) }),
  },
  { weight: 6, arbitrary: fc.record({ does: fc.constant('join' as const), room: fc.nat(3) }) },
  { weight: 4, arbitrary: fc.record({ does: fc.constant('leave' as const), room: fc.nat(3) }) },
  { weight: 1, arbitrary: fc.constant({ does: 'giveUp' as const }) },
);

/** One viewer, and the model of it: the rooms that it was told it is in. */
class Actor {
  readonly believed = new Set<string>();
  private gone = false;

  constructor(
    private readonly at: Node,
    readonly client: ChatClient,
    private readonly made: string[],
  ) {}

  async take(step: Step): Promise<void> {
    if (this.gone) return;
    const { programmes, manager } = this.at;
    if (step.does === 'create') {
      const answer = await programmes.create(this.client, programme, { title: 'Room', max: step.max });
      if (!('roomId' in answer)) throw new Error(answer.err);
      this.made.push(answer.roomId);
      this.believed.add(answer.roomId);
    } else if (step.does === 'giveUp') {
      this.gone = true;
      await manager.remove(this.client);
      this.believed.clear();
    } else {
      const roomId = this.made[step.room];
      if (roomId === undefined) return;
      if (step.does === 'leave') {
        if (!this.believed.delete(roomId)) return;
        await programmes.leave(this.client, programme, roomId);
      } else if ((await programmes.join(this.client, programme, roomId)) === undefined) {
        this.believed.add(roomId);
      }
    }
  }
}

t.test('no interleaving makes a count wrong, lets too many in or leaves an empty room', async (t) => {
  const scripts = fc.array(fc.array(step, { maxLength: 6 }), { minLength: 1, maxLength: 5 });
  // The moment at which a viewer is given up while it is on its way into a room.
  const cut = fc.option(fc.record({ who: fc.nat(4), after: fc.nat(30) }));
  const property = fc.asyncProperty(fc.scheduler(), scripts, cut, async (s, all, cut) => {
    const backplane = new LocalBackplane();
    const wait = () => s.schedule(Promise.resolve());
    const tooMany: ChatRoomState[] = [];
    const kept = (room: ChatRoomState) => countOf(room) > room.max && tooMany.push(room);
    const nodes = [0, 1].map(() => node(slowly(backplane, wait, kept)));
    const made: string[] = [];
    const play = async (script: Step[], index: number): Promise<Actor> => {
      const at = nodes[index % 2] as Node;
      const actor = new Actor(at, await viewer(at, `c${index}`), made);
      const cutOff = async () => {
        if (cut?.who !== index) return;
        for (let times = 0; times < cut.after; times++) await wait();
        await at.manager.remove(actor.client);
      };
      const acts = async () => {
        try {
          for (const each of script) await actor.take(each);
        } catch (error) {
          // Who was given up may do nothing more.
          if (!(error instanceof Refusal) || !['conflict', 'not-in-room'].includes(error.code)) throw error;
        }
      };
      await Promise.all([acts(), cutOff()]);
      if (cut?.who === index) actor.believed.clear();
      return actor;
    };
    const actors = await s.waitFor(Promise.all(all.map(play)));
    const { programmes } = node(backplane);
    const model = made.flatMap((roomId) => {
      const count = actors.filter(({ believed }) => believed.has(roomId)).length;
      return count > 0 ? [[roomId, count] as const] : [];
    });
    const listed = (await programmes.rooms(programme)).map(({ roomId, count }) => [roomId, count] as const);
    t.same(new Map(listed), new Map(model), 'the rooms and their counts');
    t.same(tooMany, [], 'never too many');
    for (const [roomId, count] of listed) {
      t.equal((await backplane.members(`${programme}/${roomId}`)).length, count, 'who hears the room');
    }
    const index = await backplane.get<string[]>(`present${programme}`);
    t.same(new Set(index?.value), new Set(model.map(([roomId]) => roomId)), 'nothing else is listed');
    for (const each of nodes) each.programmes.close();
    await backplane.close();
  });
  await fc.assert(property, { numRuns: 60 });
});

t.test('a thousand at once: as many get in as may', async (t) => {
  const backplane = new LocalBackplane();
  const nodes = [
    node(
      slowly(
        backplane,
        async () => {},
        () => {},
      ),
    ),
    node(
      slowly(
        backplane,
        async () => {},
        () => {},
      ),
    ),
  ] as const;
  const maker = await viewer(nodes[0], 'maker');
  const made = await nodes[0].programmes.create(maker, programme, { title: 'Full', max: 100 });
  const { roomId } = made as { roomId: string };
  const answers = await Promise.all(
    Array.from({ length: 1000 }, async (_, index) => {
      const at = nodes[index % 2] as Node;
      return at.programmes.join(await viewer(at, `c${index}`), programme, roomId);
    }),
  );
  t.equal(answers.filter((err) => err === undefined).length, 99);
  t.equal(answers.filter((err) => err === 'FULL').length, 901);
  t.match(await nodes[1].programmes.rooms(programme), [{ count: 100 }]);
  t.equal((await backplane.members(`${programme}/${roomId}`)).length, 100);
  for (const { programmes } of nodes) programmes.close();
  await backplane.close();
});
