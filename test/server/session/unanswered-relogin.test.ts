import type { ServerMessage } from 'lectern-protocol';
import t from 'tap';
import { LocalBackplane } from '../../../server/backplane/local-backplane.js';
import { singleNode } from '../../../server/backplane/node-registry.js';
import { Refusal } from '../../../server/protocol/errors.js';
import type { Session } from '../../../server/session/session.js';
import { House, makeStore, type Wire } from './races.js';

const store = await makeStore(t);

/** Time in ms after which a client is disconnected that acknowledges nothing. */
const STALL_MS = 30_000;

/** The state that nodes share, whose next answer of a kind can be held back. */
class HeldBackplane extends LocalBackplane {
  private held: { kind: string; asked(): void; answered: Promise<void> } | undefined;

  hold(kind: 'read' | 'compareAndSet'): { asked: Promise<void>; release(): void; fail(error: Error): void } {
    let [onAsked, release, fail] = [() => {}, () => {}, (_: Error) => {}];
    const asked = new Promise<void>((resolve) => {
      onAsked = resolve;
    });
    const answered = new Promise<void>((resolve, reject) => {
      [release, fail] = [resolve, reject];
    });
    this.held = { kind, asked: onAsked, answered };
    return { asked, release, fail };
  }

  /** Answers later, as over a network. */
  override async get<T>(key: string) {
    await new Promise(setImmediate);
    return super.get<T>(key);
  }

  override async read(...given: Parameters<LocalBackplane['read']>) {
    const entries = await super.read(...given);
    await this.holdBack('read');
    return entries;
  }

  override async compareAndSet<T>(key: string, version: number, value: T | undefined) {
    const changed = await super.compareAndSet(key, version, value);
    await this.holdBack('compareAndSet');
    return changed;
  }

  private async holdBack(kind: string): Promise<void> {
    if (this.held?.kind !== kind) return;
    const { asked, answered } = this.held;
    this.held = undefined;
    asked();
    await answered;
  }
}

let serials = 0;

/** Opens a connection to a node. */
function connect(house: House): { clientId: string; wire: Wire } {
  const clientId = house.connect(++serials);
  return { clientId, wire: house.wires.at(-1) as Wire };
}

async function logIn(house: House): Promise<{ clientId: string; wire: Wire; ticket: string }> {
  const { clientId, wire } = connect(house);
  wire.ask('login', { protocol: '1.2' });
  await house.settle();
  return { clientId, wire, ticket: lastTicketOf(house) };
}

/** The ticket that the server issued last. */
const lastTicketOf = ({ tickets }: House): string => tickets.at(-1)?.ticket ?? '';

/** Presents a ticket on a new connection. */
function present(house: House, ticket: string): { wire: Wire; reply(): ServerMessage | undefined } {
  const { wire } = connect(house);
  return { wire, reply: wire.ask('relogin', { ticket, seen: {} }) };
}

t.test('while the server cannot answer a relogin', async (t) => {
  const backplane = new HeldBackplane();
  const house = new House(store, backplane);
  t.teardown(() => house.sessions.close());
  const client = await logIn(house);
  const speaker = await logIn(house);
  speaker.wire.ask('text', { from: 'Ben', time: 1, text: 'not acknowledged' }, 'room');
  await house.settle();
  client.wire.end(1006);
  await house.settle();
  const held = backplane.hold('read');
  const { wire, reply } = present(house, client.ticket);
  await held.asked;
  const session = house.sessions.here(client.clientId) as Session;

  t.test('the client is not disconnected for missing acknowledgments', async (t) => {
    session.checkAcknowledged(0, STALL_MS);
    session.checkAcknowledged(STALL_MS, STALL_MS);
    t.equal(wire.closedBy, undefined);
    held.release();
    await house.settle();
    t.match(reply(), { data: { status: 'ok', id: client.clientId } });
  });

  t.test('it is once it does not acknowledge what was sent to it', async (t) => {
    session.checkAcknowledged(STALL_MS, STALL_MS);
    t.equal(wire.closedBy, undefined);
    session.checkAcknowledged(2 * STALL_MS, STALL_MS);
    t.equal(wire.closedBy, 'too-slow');
  });
});

t.test(
  'a client whose relogin was never answered resumes with the same ticket, no matter how late',
  async (t) => {
    const backplane = new HeldBackplane();
    const house = new House(store, backplane);
    t.teardown(() => house.sessions.close());
    const { clientId, wire, ticket } = await logIn(house);
    wire.end(1006);
    await house.settle();
    const held = backplane.hold('read');
    const unanswered = present(house, ticket);
    await held.asked;
    const { now } = Date;
    t.teardown(() => {
      Date.now = now;
    });
    Date.now = () => now() + 300_000;
    unanswered.wire.end(1006);
    held.release();
    await house.settle();
    t.equal(unanswered.reply(), undefined);
    const { wire: last, reply } = present(house, ticket);
    await house.settle();
    t.match(reply(), { data: { status: 'ok', id: clientId } });

    last.ask('get-room-info');
    await house.settle();
    const late = present(house, ticket);
    await house.settle();
    t.match(late.reply(), { data: { code: 'ticket-invalid' } }, 'until it confirms that it has the next one');
  },
);

t.test('a client is disconnected, and resumes, if the messages that it missed cannot be read', async (t) => {
  const backplane = new HeldBackplane();
  const house = new House(store, backplane);
  t.teardown(() => house.sessions.close());
  const { clientId, wire, ticket } = await logIn(house);
  wire.end(1006);
  await house.settle();
  const held = backplane.hold('read');
  const failed = present(house, ticket);
  await held.asked;
  held.fail(new Refusal('unavailable', 'the shared state cannot be reached'));
  await house.settle();
  t.equal(failed.wire.closedBy, 'internal');
  const { reply } = present(house, ticket);
  await house.settle();
  t.match(reply(), { data: { status: 'ok', id: clientId } });
});

t.test(
  'a node that learns late that it took over a session refuses no ticket of the next node',
  async (t) => {
    const backplane = new HeldBackplane();
    const [one, other] = ['one', 'other'].map((id) => new House(store, backplane, { ...singleNode, id })) as [
      House,
      House,
    ];
    t.teardown(() => Promise.all([one.sessions.close(), other.sessions.close()]));
    const { clientId, wire, ticket } = await logIn(one);
    wire.end(1006);
    await one.settle();

    const held = backplane.hold('compareAndSet');
    const first = present(other, ticket);
    await held.asked;
    const second = present(one, ticket);
    await one.settle();
    t.match(second.reply(), { data: { status: 'ok', id: clientId } });
    second.wire.ask('get-room-info');
    second.wire.end(1006);
    await one.settle();

    const third = present(other, lastTicketOf(one));
    // It waits for the answer, too.
    await new Promise(setImmediate);
    held.release();
    await other.settle();
    t.match(third.reply(), { data: { status: 'ok', id: clientId } });
    t.match(first.reply(), { data: { code: 'conflict' } }, 'its connection is older');
  },
);
