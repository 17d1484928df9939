import { EventEmitter, once } from 'node:events';
import type { Test } from 'tap';
import type {
  MediaRoom,
  MediaRoomEvents,
  MediaServer,
  Publication,
} from '../../server/media/media-server.js';
import { RtcListener, RtcPublisher } from '../helpers/rtc-client.js';

/** A media server that runs, and connections of nodes to it. */
export interface RunningMediaServer {
  connect(): Promise<MediaServer>;
}

/** A room that remembers what it is told. */
class WatchedRoom {
  readonly events = new EventEmitter();
  publications: readonly Publication[] = [];
  room: MediaRoom | undefined;

  readonly listener: MediaRoomEvents = {
    published: (publications) => {
      this.publications = publications;
      this.events.emit('published');
    },
    talking: () => {},
    ended: (connection) => this.events.emit('ended', connection),
    lost: (connection) => this.events.emit('lost', connection),
    measured: () => {},
    closed: () => this.events.emit('closed'),
  };

  /** Resolves once the publications are as wanted. */
  async published(fits: (publications: readonly Publication[]) => boolean): Promise<void> {
    while (!fits(this.publications)) await once(this.events, 'published');
  }
}

/** What every media server does for Lectern. */
export function mediaServerContract(t: Test, start: (t: Test) => Promise<RunningMediaServer>): void {
  async function open(
    t: Test,
    server: MediaServer,
    name: string,
  ): Promise<WatchedRoom & { room: MediaRoom }> {
    const watched = new WatchedRoom();
    const room = await server.open(name, watched.listener);
    watched.publications = room.publications;
    t.teardown(() => room.close());
    return Object.assign(watched, { room });
  }

  async function speak(t: Test, room: MediaRoom, client: string, says: string) {
    const publisher = await room.publish(client);
    const rtc = await RtcPublisher.open(says);
    t.teardown(() => rtc.close());
    await rtc.publish((sdp, mid) => publisher.offer(sdp, { [mid]: 'microphone' }));
    return { publisher, rtc };
  }

  async function listen(t: Test, room: MediaRoom, places: number) {
    const listener = await room.listen(Array<'audio'>(places).fill('audio'));
    const rtc = await RtcListener.open();
    t.teardown(() => rtc.close());
    await listener.answer(await rtc.answer(listener.offer));
    return { listener, rtc };
  }

  const microphone = (client: string) => ({ client, kind: 'microphone' }) as const;
  const publishes = (client: string) => (publications: readonly Publication[]) =>
    publications.some((each) => each.client === client && each.kinds.includes('microphone'));

  t.test('a listener hears what is put into its places, without another offer', async (t) => {
    const server = await (await start(t)).connect();
    const { room, published } = await open(t, server, 'places').then((watched) => ({
      room: watched.room,
      published: watched.published.bind(watched),
    }));
    await speak(t, room, 'ada', 'from ada');
    await speak(t, room, 'bo', 'from bo');
    await published(publishes('ada'));
    await published(publishes('bo'));
    const { listener, rtc } = await listen(t, room, 2);
    await listener.show(new Map([[1, microphone('ada')]]));
    await rtc.hears('from ada');
    t.same(rtc.heard, ['from ada']);
    await listener.show(new Map([[1, microphone('bo')]]));
    await rtc.hears('from bo');
    t.same(rtc.heard, ['from ada', 'from bo']);
    await listener.show(
      new Map([
        [0, microphone('ada')],
        [1, undefined],
      ]),
    );
    await rtc.hears('from ada');
    await t.resolves(
      listener.show(new Map([[0, microphone('nobody')]])),
      'a source that has left is left out',
    );
  });

  t.test('a muted stream is heard by nobody, and every node is told', async (t) => {
    const running = await start(t);
    const one = await open(t, await running.connect(), 'muting');
    const other = await open(t, await running.connect(), 'muting');
    const { rtc: speaker } = await speak(t, one.room, 'ada', 'before');
    await other.published(publishes('ada'));
    const { listener, rtc } = await listen(t, other.room, 1);
    await listener.show(new Map([[0, microphone('ada')]]));
    await rtc.hears('before');
    await one.room.mute(microphone('ada'), true);
    const muted = ([first]: readonly Publication[]) => first?.muted.includes('microphone') ?? false;
    await Promise.all([one.published(muted), other.published(muted)]);
    speaker.says = 'while muted';
    await speaker.received();
    // The last packets are received before the stream is not muted any more.
    speaker.says = 'between';
    await speaker.received();
    await one.room.mute(microphone('ada'), false);
    await Promise.all([one, other].map((each) => each.published((all) => !muted(all))));
    speaker.says = 'after';
    await rtc.hears('after');
    t.notOk(rtc.heard.includes('while muted'));
  });

  t.test('a client that is removed on another node does not publish any more', async (t) => {
    const running = await start(t);
    const one = await open(t, await running.connect(), 'removing');
    const other = await open(t, await running.connect(), 'removing');
    const { publisher } = await speak(t, one.room, 'ada', 'word');
    await other.published(publishes('ada'));
    const ended = once(one.events, 'ended');
    await other.room.remove('ada');
    t.same(await ended, [publisher]);
    await Promise.all([one, other].map((each) => each.published((all) => all.length === 0)));
    await t.resolves(other.room.remove('ada'), 'once more');
  });

  t.test('a client that publishes on another node replaces its former publication', async (t) => {
    const running = await start(t);
    const one = await open(t, await running.connect(), 'moving');
    const other = await open(t, await running.connect(), 'moving');
    await speak(t, one.room, 'ada', 'from one node');
    await other.published(publishes('ada'));
    const { listener, rtc } = await listen(t, one.room, 1);
    await speak(t, other.room, 'ada', 'from another');
    await one.published(publishes('ada'));
    await listener.show(new Map([[0, microphone('ada')]]));
    await rtc.hears('from another');
  });

  t.test('packets that a publisher loses are reported', async (t) => {
    const watched = await open(t, await (await start(t)).connect(), 'losing');
    const lost = once(watched.events, 'lost');
    const { rtc } = await speak(t, watched.room, 'ada', 'word');
    rtc.losing = true;
    t.same(await lost, ['publishing']);
  });

  t.test('the candidates of a connection are limited', async (t) => {
    const { room } = await open(t, await (await start(t)).connect(), 'candidates');
    const publisher = await room.publish('ada');
    const candidate = { candidate: 'candidate:1 1 udp 1 192.0.2.1 9 typ host', sdpMid: '0' };
    for (let i = 0; i < 256; i++) await publisher.candidate(candidate);
    await t.rejects(publisher.candidate(candidate), { code: 'conflict' });
  });

  t.test('a room continues until the last node leaves it, and can be opened again', async (t) => {
    const running = await start(t);
    const one = await open(t, await running.connect(), 'leaving');
    const other = await open(t, await running.connect(), 'leaving');
    await one.room.close();
    const { publisher } = await speak(t, other.room, 'ada', 'word');
    await other.published(publishes('ada'));
    await other.room.refresh();
    t.ok(publishes('ada')(other.publications), 'what is published is read again');
    await publisher.close();
    await other.room.close();
    const again = await open(t, await running.connect(), 'leaving');
    t.same(again.publications, []);
  });

  t.test('a description that is none is refused', async (t) => {
    const { room } = await open(t, await (await start(t)).connect(), 'refusing');
    const publisher = await room.publish('ada');
    await t.rejects(publisher.offer('no description', { 0: 'microphone' }), { code: 'bad-data' });
  });
}
