import fc from 'fast-check';
import type { ClientData, ClientMessageType, CreateRoomReq, JoinRoomReq } from 'lectern-protocol';
import t from 'tap';
import { type Backplane, presenceKey } from '../../../server/backplane/backplane.js';
import { LocalBackplane } from '../../../server/backplane/local-backplane.js';
import { ChatClient } from '../../../server/chat/chat-client.js';
import { ChatManager } from '../../../server/chat/chat-manager.js';
import { TickBatcher } from '../../../server/delivery/tick-batcher.js';
import type { Context, Handler } from '../../../server/handlers/context.js';
import { programmeRoutes } from '../../../server/handlers/programme.js';
import { ALL_GRANTS } from '../../../server/identity/identity.js';
import { Namespaces } from '../../../server/namespaces/namespaces.js';
import { checkOptions } from '../../../server/options.js';
import {
  type ChatRoomState,
  countOf,
  pointsOf,
  withVotes,
} from '../../../server/programme/chat-room-state.js';
import { Programmes } from '../../../server/programme/programmes.js';
import type { Message } from '../../../server/protocol/codec.js';
import { Refusal } from '../../../server/protocol/errors.js';
import { BatchSender } from '../../../server/socket/batch-sender.js';

type ProgrammeType = Extract<ClientMessageType, `/programme ${string}`>;

const programme = '/programme/42';
const options = checkOptions({ aggroTime: 60, userProgrammeRooms: 1000 });

const isRoom = (value: unknown): value is ChatRoomState =>
  typeof value === 'object' && value !== null && 'members' in value;

/**
 * A backplane for any number of nodes that answers in the order that `wait` determines.
 * @param kept is called for every chat room that is written
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

/** A node's handlers and the objects they act on. */
function node(backplane: Backplane) {
  const manager = new ChatManager(backplane, new TickBatcher(new BatchSender('node')), 1e9);
  const namespaces = new Namespaces(manager, backplane);
  const error = (_: object, text: string) => t.fail(text);
  const programmes = new Programmes({ backplane, manager, namespaces, options, log: { error } });
  const context = { manager, namespaces, programmes } as Context;
  const to = { kind: 'namespace', as: programme, namespace: '/programme', instance: '42' } as const;
  /** Handles a message as if the client had sent it, and returns the reply. */
  const handle = async <T extends ProgrammeType>(client: ChatClient, key: T, data: ClientData[T]) => {
    const message = { key, to, data, id: undefined } as unknown as Message<T>;
    const handler = programmeRoutes[key] as unknown as Handler<T>;
    return (await handler(context, client, message))?.reply;
  };
  return { manager, programmes, handle };
}

type Node = ReturnType<typeof node>;

async function viewer({ manager, handle }: Node, id: string): Promise<ChatClient> {
  const identity = {
    user: { id: `user of ${id}`, name: id },
    role: 'presenter',
    grants: ALL_GRANTS,
  } as const;
  const client = new ChatClient(id, identity, undefined, true);
  await manager.add(client);
  await handle(client, '/programme enter', undefined);
  return client;
}

/** A viewer's action: it creates a room, joins or leaves the nth created room, or is removed. */
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

/** A viewer and its model: the rooms that the server reported it to be in. */
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
    const { manager, handle } = this.at;
    if (step.does === 'create') {
      const room = { title: 'Room', max: step.max };
      const { roomId } = (await handle(this.client, '/programme createRoom', room)) as { roomId: string };
      this.made.push(roomId);
      this.believed.add(roomId);
    } else if (step.does === 'giveUp') {
      this.gone = true;
      await manager.remove(this.client);
      this.believed.clear();
    } else {
      const roomId = this.made[step.room];
      if (roomId === undefined) return;
      if (step.does === 'leave') {
        if (!this.believed.delete(roomId)) return;
        await handle(this.client, '/programme leaveRoom', { roomId });
      } else {
        const answer = await handle(this.client, '/programme joinRoom', { roomId });
        if ((answer as { result: boolean }).result) this.believed.add(roomId);
      }
    }
  }
}

t.test(
  'no interleaving leads to a wrong count, an overfull room or an empty room that remains',
  async (t) => {
    const scripts = fc.array(fc.array(step, { maxLength: 6 }), { minLength: 1, maxLength: 5 });
    // The moment at which a viewer is removed while it is joining a room.
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
            // A removed viewer is not allowed to do anything.
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
        t.equal(
          (await backplane.members(`${programme}/${roomId}`)).length,
          count,
          'the subscribers of the room',
        );
      }
      const index = await backplane.get<string[]>(presenceKey(programme));
      t.same(
        new Set(index?.value.map((entry) => entry.split('\n')[0])),
        new Set(model.map(([roomId]) => roomId)),
        'no other room is listed',
      );
      for (const each of nodes) each.programmes.close();
      await backplane.close();
    });
    await fc.assert(property, { numRuns: 60 });
  },
);

t.test('of a thousand at once, as many join as the limit allows', async (t) => {
  const backplane = new LocalBackplane();
  const soon = () =>
    slowly(
      backplane,
      async () => {},
      () => {},
    );
  const nodes = [node(soon()), node(soon())] as const;
  const maker = await viewer(nodes[0], 'maker');
  const made = await nodes[0].handle(maker, '/programme createRoom', { title: 'Full', max: 100 });
  const { roomId } = made as { roomId: string };
  const answers = await Promise.all(
    Array.from({ length: 1000 }, async (_, index) => {
      const at = nodes[index % 2] as Node;
      const client = await viewer(at, `c${index}`);
      return (await at.handle(client, '/programme joinRoom', { roomId })) as JoinRoomReq;
    }),
  );
  t.equal(answers.filter(({ result }) => result).length, 99);
  t.equal(answers.filter(({ err }) => err === 'FULL').length, 901);
  t.match(await nodes[1].programmes.rooms(programme), [{ count: 100 }]);
  t.equal((await backplane.members(`${programme}/${roomId}`)).length, 100);
  for (const { programmes } of nodes) programmes.close();
  await backplane.close();
});

t.test(
  'a programme never exceeds its maximum of rooms, even if several clients create them at once',
  async (t) => {
    const backplane = new LocalBackplane();
    const nodes = [node(backplane), node(backplane)] as const;
    const listed = Array.from({ length: 9_990 }, (_, index) => `room ${index}`);
    await backplane.compareAndSet(presenceKey(programme), 0, listed);
    const made = await Promise.all(
      Array.from({ length: 30 }, async (_, index) => {
        const at = nodes[index % 2] as Node;
        const client = await viewer(at, `c${index}`);
        return (await at.handle(client, '/programme createRoom', { title: 'Room', max: 2 })) as CreateRoomReq;
      }),
    );
    t.equal(made.filter(({ result, roomId }) => result && roomId !== undefined).length, 10);
    t.equal(made.filter(({ result, err }) => !result && err === 'TOO_MANY').length, 20);
    t.equal((await backplane.get<string[]>(presenceKey(programme)))?.value.length, 10_000);
    for (const { programmes } of nodes) programmes.close();
    await backplane.close();
  },
);

t.test('the points are the number of distinct users who voted, however their votes are batched', (t) => {
  const user = fc.integer({ min: 0, max: 8 }).map((index) => `u${index}`);
  const click = fc.tuple(user, fc.constantFrom('ups' as const, 'downs' as const));
  const gathered = fc.array(fc.array(click, { maxLength: 12 }), { maxLength: 8 });
  const held = {
    aggroUID: 'a',
    by: { userUID: 'u0', displayName: 'u0' },
    msg: '!',
    until: 0,
    ups: [],
    downs: [],
  };
  fc.assert(
    fc.property(gathered, fc.integer({ min: 1, max: 9 }), (batches, start) => {
      let state: ChatRoomState | undefined = {
        title: 'Room',
        max: 9,
        members: {},
        pauses: [],
        aggro: { ...held, start },
      };
      for (const batch of batches) {
        const by = (wanted: string) => new Set(batch.filter(([, way]) => way === wanted).map(([who]) => who));
        const before: ChatRoomState | undefined = state;
        const votes = { ups: by('ups'), downs: by('downs') };
        state = withVotes(state, 'a', votes);
        if (withVotes(state, 'a', votes) !== state) throw new Error('a repeat changes the result');
        if (withVotes(before, 'b', votes) !== before) throw new Error('votes on another message count');
      }
      const distinct = (wanted: string) =>
        new Set(
          batches
            .flat()
            .filter(([, way]) => way === wanted)
            .map(([who]) => who),
        ).size;
      const points = state?.aggro && pointsOf(state.aggro);
      return points === Math.max(0, start + distinct('ups') - distinct('downs'));
    }),
  );
  t.end();
});
