import { Manager, type Participant, Signaler } from 'lectern-client';
import { validate } from 'lectern-client/validation';
import t from 'tap';
import { Target } from '../../helpers/conformance.js';
import { Janus } from '../../helpers/janus.js';
import { joinMedia } from '../../helpers/media-room.js';
import { enterNetworkNamespace } from '../../helpers/network-namespace.js';
import { startServer } from '../../helpers/server.js';

enterNetworkNamespace(import.meta.url);

const ROOM = 'blue';

const janus = await Janus.make();
t.teardown(() => janus.remove());
const options = {
  janus: [janus.url],
  janusSecret: janus.secret,
  janusAdminKey: janus.adminKey,
  mediaThreshold: 0,
};

t.test('a client that is older than media servers is told why nobody answers it', async (t) => {
  const server = new Target((await startServer(t, options)).url);
  const [newer, older] = [await server.enter(t, ROOM), await server.enter(t, ROOM)];
  await joinMedia(newer, ROOM);
  const offer = { type: 'offer', sdp: 'v=0\r\n' } as const;
  newer.client.send('offer', offer, { receiver: older.id });
  older.client.send('offer', offer, { receiver: newer.id });
  t.match(await older.client.next('text'), {
    sender: 'server',
    receiver: older.id,
    data: { from: 'Lectern', text: /media server/ },
  });
  await newer.client.none('text');
});

t.test('a program without WebRTC knows that it cannot hear a room on the media server', async (t) => {
  const { url } = await startServer(t, options);
  const { client } = await new Target(url).enter(t, ROOM);
  await joinMedia({ client }, ROOM);
  const signaler = new Signaler(`${url.replace(/^http/, 'ws')}/room/${ROOM}/ws`, { validate });
  const manager = new Manager(signaler, { username: 'bot' });
  t.teardown(() => manager.leave());
  const trouble = new Promise<Participant['trouble']>((resolve) => {
    manager.on('participant', (participant) => {
      if (manager.self.carrier === 'server') resolve(participant.trouble);
    });
  });
  signaler.connect();
  manager.start();
  t.same(await trouble, { reason: 'unsupported' });
});
