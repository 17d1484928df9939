import { randomUUID } from 'node:crypto';
import type { ClientData } from 'lectern-protocol';
import t from 'tap';
import { target } from '../helpers/conformance.js';

const refused = (code: string, of: string) => ({ type: 'error', data: { code, of } });

await target((server) => {
  t.test('a small room is carried by its clients', async (t) => {
    const room = randomUUID();
    const { client } = await server.enter(t, room);
    t.match(await client.request('/sfu join', undefined, { receiver: `/sfu/${room}` }), {
      sender: `/sfu/${room}`,
      type: 'media',
      data: { by: 'peers' },
    });
    const offer = {
      type: 'offer',
      sdp: 'v=0\r\n',
      streams: [{ mid: '0', kind: 'microphone' }],
    } satisfies ClientData['/sfu offer'];
    const at = { receiver: `/sfu/${room}` };
    t.match(await client.request('/sfu offer', offer, at), refused('conflict', 'offer'));
    t.match(await client.request('/sfu listen', { audio: 1, video: 0 }, at), refused('conflict', 'listen'));
  });

  t.test('only members of a room take part in its media', async (t) => {
    const { client } = await server.enter(t);
    const receiver = `/sfu/${randomUUID()}`;
    t.match(await client.request('/sfu join', undefined, { receiver }), refused('not-in-room', 'join'));
  });
});
