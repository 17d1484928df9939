import t from 'tap';
import { connect } from '../../helpers/client.js';
import { startServer } from '../../helpers/server.js';

const unlimited = {
  chatRate: 1e9,
  chatBurst: 1e9,
  signalingRate: 1e9,
  signalingBurst: 1e9,
  outboundLimit: 1e9,
};

for (const sending of ['io_uring', 'send', 'node'] as const) {
  t.test(`by ${sending} messages to a room and to one of its members keep their order`, async (t) => {
    const { wsUrl } = await startServer(t, { ...unlimited, sending });
    const path = wsUrl('/room/blue/ws?deltas=1');
    const [ada, bo, cy] = [await connect(t, path), await connect(t, path), await connect(t, path)];
    const { id } = await bo.welcome();
    for (let i = 0; i < 300; i++) {
      if (i % 3 === 0) ada.send('greeting', String(i), { receiver: id });
      else ada.send('greeting', String(i), { receiver: 'room' });
    }
    const all = Array.from({ length: 300 }, (_, i) => String(i));
    const greetings = async (client: typeof bo, count: number) => {
      const heard: unknown[] = [];
      while (heard.length < count) heard.push((await client.next('greeting')).data);
      return heard;
    };
    t.same(await greetings(bo, 300), all);
    t.same(
      await greetings(cy, 200),
      all.filter((_, i) => i % 3 !== 0),
    );
  });

  t.test(`by ${sending} a slow reader receives everything and does not delay the others`, async (t) => {
    const { wsUrl } = await startServer(t, { ...unlimited, sending });
    const path = wsUrl('/room/blue/ws?deltas=1');
    const [ada, late, cy] = [await connect(t, path), await connect(t, path), await connect(t, path)];
    late.socket.pause();
    // In total more than the kernel buffers for a socket that is not read.
    const words = Array.from({ length: 1200 }, (_, i) => `${i} ${'가'.repeat(4000)}`);
    const heard = { byCy: [] as string[], late: [] as string[] };
    for (const text of words) {
      ada.send('text', { from: 'Ada', time: 1, text }, { receiver: 'room' });
      heard.byCy.push((await cy.next('text')).data.text);
    }
    late.socket.resume();
    while (heard.late.length < words.length) heard.late.push((await late.next('text')).data.text);
    t.ok(heard.byCy.join() === words.join());
    t.ok(heard.late.join() === words.join());
  });
}
