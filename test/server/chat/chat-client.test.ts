import t from 'tap';
import { ChatClient } from '../../../server/chat/chat-client.js';
import { encodeFrame } from '../../../server/delivery/frame.js';
import type { Identity } from '../../../server/identity/identity.js';

/** A connected client and the messages that reach it. */
function connected(): { client: ChatClient; heard: string[] } {
  const identity: Identity = {
    user: { id: 'ann', name: 'Ann' },
    role: 'presenter',
    grants: { rooms: ['*'], classes: ['*'], create: true },
  };
  const client = new ChatClient('a', identity, 'blue', true);
  const heard: string[] = [];
  client.connection = {
    send: ({ payload }) => void heard.push(payload.toString()),
    setBroadcastGroup() {},
    close() {},
    terminate() {},
    ping() {},
    receivedBytes: 0,
    queuedBytes: 0,
    transport: 'websocket',
    detectsSilence: false,
    reportsPositions: false,
    reading: true,
  };
  return { client, heard };
}

const said = (seq: number, log = 'blue') => encodeFrame(`{"type":"${log}"}`, false, { log, epoch: 'e', seq });

t.test('a resumed client does not receive a message twice if this node receives it only later', async (t) => {
  const { client, heard } = connected();
  client.pauseDelivery();
  client.send(said(4));
  client.send(encodeFrame('list', false));
  client.resumeDelivery(new Map([['blue', 5]]));
  for (const seq of [4, 5, 6]) client.send(said(seq));
  client.send(said(1, 'direct'));
  t.same(heard, ['list', '{"type":"blue","seq":6}', '{"type":"direct","seq":1}']);
});

t.test("the client's acknowledgment of a log is discarded when the log starts over", async (t) => {
  const { client } = connected();
  client.positions.set('direct', { epoch: 'one', seq: 0 });
  client.deliver('{"type":"offer"}', 9);
  client.acknowledge({ direct: 9 });
  client.markGap('direct', { epoch: 'other', seq: 2 });
  t.notOk(client.advanceToAcknowledged(), 'it has not acknowledged any of these');
  t.same(client.positions.get('direct'), { epoch: 'other', seq: 2, missed: true });
});

t.test('the messages sent at a resume no longer count at the next resume', async (t) => {
  const { client, heard } = connected();
  const { connection } = client;
  client.resumeDelivery(new Map([['blue', 5]]));
  client.disconnected(true);
  client.connection = connection;
  client.send(said(1));
  t.same(heard, ['{"type":"blue","seq":1}'], 'of a log that started over');
});
