import t from 'tap';
import { LocalBackplane } from '../../../server/backplane/local-backplane.js';
import { singleNode } from '../../../server/backplane/node-registry.js';
import { ChatClient } from '../../../server/chat/chat-client.js';
import { ChatManager } from '../../../server/chat/chat-manager.js';
import { TickBatcher } from '../../../server/delivery/tick-batcher.js';
import { Tickets } from '../../../server/identity/tickets.js';
import { Refusal } from '../../../server/protocol/errors.js';
import { ReconnectionGrant } from '../../../server/session/reconnection-grant.js';
import { SessionRecords } from '../../../server/session/session-records.js';
import { BatchSender } from '../../../server/socket/batch-sender.js';

const log = { debug: () => {}, error: (fields: object, text: string) => t.fail(text, fields) };
const store = { session: async () => undefined, saveSession: async () => {}, deleteSession: async () => {} };

const tickets = new Tickets('secret', 60_000);

function newClient(): ChatClient {
  const grants = { rooms: ['*'], classes: ['*'], create: true };
  return new ChatClient('a', { user: { id: 'a', name: 'Ann' }, role: 'presenter', grants }, 'blue', true);
}

t.test('no message of the previous connection confirms the ticket for the next one', async (t) => {
  const client = newClient();
  const records = new SessionRecords(
    { backplane: new LocalBackplane(), nodes: singleNode, store, log },
    60_000,
  );
  const grant = await ReconnectionGrant.create({ tickets, records, log }, client, '1.2', 60_000, 1);
  const { ticketId } = tickets.read(grant.ticket);
  let attached = false;
  const redeemed = grant.redeem(ticketId, 2, () => {
    attached = true;
  });
  while (!attached) {
    // As a message of the previous connection does if it arrives in between.
    grant.dropFormerTicket();
    await null;
  }
  await redeemed;
  await grant.redeem(ticketId, 3, () => t.pass('the reply was lost, and the previous ticket still works'));
});

/** The shared state of a cluster whose answers to changes can be lost. */
class UnansweredBackplane extends LocalBackplane {
  isLost = false;

  override compareAndSet<T>(key: string, version: number, value: T | undefined) {
    const answer = super.compareAndSet(key, version, value);
    if (this.isLost) throw new Refusal('unavailable', 'the answer was lost');
    return answer;
  }
}

t.test('a node whose change was made, but not answered, still owns the session', async (t) => {
  const backplane = new UnansweredBackplane();
  const nodes = { ...singleNode, id: 'one' };
  const records = new SessionRecords({ backplane, nodes, store, log }, 60_000);
  const grant = await ReconnectionGrant.create({ tickets, records, log }, newClient(), '1.2', 60_000, 1);
  grant.onTakenOver = () => t.fail('nobody has taken over the session');
  const { ticketId } = tickets.read(grant.ticket);
  const unanswered = async (change: () => Promise<unknown>) => {
    backplane.isLost = true;
    await t.rejects(change(), { code: 'unavailable' });
    backplane.isLost = false;
  };

  await unanswered(() => grant.refresh());
  await grant.refresh();
  await unanswered(() => grant.redeem(ticketId, 2, () => t.fail('attached without an answer')));
  await grant.redeem(ticketId, 3, () => t.pass('the client resumes with the ticket that it has'));
  await unanswered(() => grant.refresh());
  t.ok(await grant.revoke());
  t.equal(await records.get('a'), undefined, 'the record of a client that leaves is removed');
});

t.test('in a cluster, a client that joins a room is answered once all nodes know', async (t) => {
  const backplane = new LocalBackplane();
  let known = () => {};
  const slow = {
    ...store,
    saveSession: () =>
      new Promise<void>((resolve) => {
        known = resolve;
      }),
  };
  const nodes = { ...singleNode, id: 'one' };
  const records = new SessionRecords({ backplane, nodes, store: slow, log }, 60_000);
  const client = newClient();
  const making = ReconnectionGrant.create({ tickets, records, log }, client, '1.2', 60_000, 1);
  const manager = new ChatManager(backplane, new TickBatcher(new BatchSender('node')), 1e9);
  await manager.add(client);
  known();
  client.persister = await making;
  let told = false;
  const entering = manager.join(client, 'blue').then(() => {
    told = true;
  });
  // More turns than needed.
  for (let i = 0; i < 100; i++) await new Promise(setImmediate);
  t.ok(client.rooms.has('blue'));
  t.notOk(told);
  known();
  await entering;
  t.match((await records.get('a'))?.record.logs, { blue: { seq: 0 } });
});
