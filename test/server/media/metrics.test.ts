import { setTimeout as pause } from 'node:timers/promises';
import t from 'tap';
import { Target } from '../../helpers/conformance.js';
import { Janus } from '../../helpers/janus.js';
import { carries, joinMedia, listen, publish } from '../../helpers/media-room.js';
import { enterNetworkNamespace } from '../../helpers/network-namespace.js';
import { startServer } from '../../helpers/server.js';

enterNetworkNamespace(import.meta.url);

t.test('metrics of media servers', async (t) => {
  const janus = await Janus.make();
  t.teardown(() => janus.remove());
  const { url, server } = await startServer(t, {
    janus: [janus.url],
    janusSecret: janus.secret,
    janusAdmin: [janus.adminUrl],
    janusAdminKey: janus.adminKey,
    mediaThreshold: 0,
  });
  const metrics = async () => (await server.registry?.metrics()) ?? '';
  t.match(await metrics(), `lectern_media_server_up{url="${janus.url}"} 1`);
  const target = new Target(url);
  const [speaker, hearer] = [await target.enter(t, 'blue'), await target.enter(t, 'blue')];
  for (const each of [speaker, hearer]) await joinMedia(each, 'blue');
  await listen(t, hearer, 'blue');
  const { rtc } = await publish(t, speaker, 'blue', 'word');
  await hearer.client.next('/sfu places', carries(speaker.id));
  const text = await metrics();
  t.match(text, 'lectern_media_rooms 1');
  t.match(text, 'lectern_media_connections{connection="publishing"} 1');
  t.match(text, 'lectern_media_connections{connection="listening"} 1');
  t.match(text, 'lectern_media_lost_packets_total{connection="publishing"} 0');

  rtc.losing = true;
  // Janus looks at the losses once a second.
  while ((await metrics()).includes('lectern_media_lost_packets_total{connection="publishing"} 0'))
    await pause(50);

  // Half of the packets are lost on their way to Janus, and are missing for the listener. It is measured every 5 s.
  for (const connection of ['publishing', 'listening']) {
    const heavy = async () => {
      const text = await metrics();
      const value = (name: string) => Number(text.split(`\n${name} `)[1]?.split('\n')[0] ?? 0);
      const below = value(`lectern_media_loss_ratio_bucket{le="0.3",connection="${connection}"}`);
      return value(`lectern_media_loss_ratio_count{connection="${connection}"}`) > below;
    };
    while (!(await heavy())) await pause(50);
  }
  while (!/lectern_media_round_trip_seconds_count{connection="listening"} [1-9]/.test(await metrics()))
    await pause(50);
  t.match(await metrics(), /lectern_media_jitter_seconds_count{connection="publishing"} [1-9]/);

  await janus.stop();
  while (!(await metrics()).includes(`lectern_media_server_up{url="${janus.url}"} 0`)) await pause(50);
  t.pass('a media server that does not answer is reported');
});

t.test('a server without media servers has no metrics of them', async (t) => {
  const { server } = await startServer(t);
  t.notMatch(await server.registry?.metrics(), 'lectern_media_');
});
