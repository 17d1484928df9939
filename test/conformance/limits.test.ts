import type { ErrorData } from 'lectern-protocol';
import t from 'tap';
import { target } from '../helpers/conformance.js';

await target((server) => {
  server.webSocketTest(
    'too-large: a message above its type’s limit is refused, and the connection stays open',
    async (t) => {
      const [ada, ben] = await server.gather(t, server.newRoom(), 2);
      const { message_bytes, connection_bytes } = ada.welcome.limits;
      for (const receiver of ['server', ben.id]) {
        const error = await ada.client.request('ping', 'x'.repeat(4095), { receiver });
        t.match(
          error,
          { type: 'error', data: { code: 'too-large', of: 'ping' } },
          '4097 bytes of a ping’s 4096',
        );
      }
      await ben.client.none('ping');
      t.match(await ada.client.request('ping', 'x'.repeat(4094)), { type: 'pong' });

      const offer = (bytes: number): string => {
        const empty = JSON.stringify({ type: 'offer', receiver: ben.id, data: '' });
        return JSON.stringify({
          type: 'offer',
          receiver: ben.id,
          data: '\u00a0'.repeat((bytes - empty.length) >> 1),
        });
      };
      ada.client.raw(offer(message_bytes));
      t.ok((await ben.client.next('offer')).data, 'the maximum size of a message');
      ada.client.raw(offer(message_bytes + 2));
      t.match(await ada.client.next('error'), {
        data: { code: 'too-large', of: 'offer' },
      });
      ada.client.raw(`{"type":"ping"${' '.repeat(connection_bytes - 15)}}`);
      t.match(
        await ada.client.next('error'),
        { data: { code: 'too-large', of: 'ping' } },
        'the maximum size of a frame',
      );
      await ben.client.none('offer');
      t.match(await ada.client.request('ping', 1), { type: 'pong' });
    },
  );

  server.webSocketTest(
    "a frame above the connection's limit closes this connection only, with 1009",
    async (t) => {
      const [ada, ben] = await server.gather(t, server.newRoom(), 2);
      ada.client.raw(`{"type":"ping"${' '.repeat(ada.welcome.limits.connection_bytes - 14)}}`);
      t.match(await ada.client.closed, { code: 1009 });
      t.match(await ben.client.request('ping', 1), { type: 'pong' });
    },
  );

  t.test(
    'rate-limited: the refusal tells when to continue, and other classes are not affected',
    async (t) => {
      const [ada, ben] = await server.gather(t, server.newRoom(), 2);
      const { burst, per_second } = ada.welcome.limits.rates.chat;
      // So many that not all of them are accepted even if the server takes some seconds for them.
      const sent = burst + 5 * Math.ceil(per_second);
      for (let i = 0; i < sent; i++) ada.client.send('greeting', `${i}`, { id: i, receiver: 'room' });
      let accepted = 0;
      const refused: ErrorData[] = [];
      for (let id = 0; id < sent; id++) {
        const answer = await ada.client.next(undefined, (message) => message.id === id);
        if (answer.type === 'error') refused.push(answer.data as ErrorData);
        else accepted += 1;
      }
      t.ok(accepted >= burst && refused.length > 0, `${accepted} of ${sent} were accepted`);
      for (const error of refused) {
        t.match(error, { code: 'rate-limited', of: 'greeting' });
        const wait = error.retry_after_ms ?? 0;
        t.ok(wait > 0 && wait <= Math.ceil(1000 / per_second), `retry after ${wait} ms`);
      }
      t.match(await ada.client.request('ping', 1), { type: 'pong' }, 'the same client can send other types');
      const own = await ben.client.request('greeting', 'hi', { receiver: 'room' });
      t.match(own, { type: 'accepted' }, 'and others the same type');
      // The room's log has an order: all that was sent before has arrived.
      await ben.client.next('greeting', ({ data }) => data === 'hi');
      const heard = (await ben.client.drain()).filter(({ type }) => type === 'greeting');
      t.equal(heard.length, accepted, 'refused messages were not sent');
    },
  );
});
