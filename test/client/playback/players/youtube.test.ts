import t, { type Test } from 'tap';
import { type Correction, PlayerSync } from '#client/playback/player-sync.js';
import type { PlayerStatus } from '#client/playback/players/player.js';
import { YouTubePlayer } from '#client/playback/players/youtube.js';
import { ManualClock } from '../../support.js';
import { FakeYouTube, type YouTubeHabits } from './fake-youtube.js';

function setup(t: Test, habits: Partial<YouTubeHabits> = {}) {
  const clock = new ManualClock();
  clock.advance(1_234);
  const youtube = new FakeYouTube(clock, habits);
  const player = new YouTubePlayer(youtube.api, { clock });
  t.teardown(() => player.close());
  const statuses: PlayerStatus[] = [];
  player.on('status', (status) => statuses.push(status));
  return { clock, youtube, player, statuses };
}

t.test('it waits until the API is ready', async (t) => {
  const { youtube, player, statuses } = setup(t);
  t.equal(player.status, 'loading');
  t.equal(player.position, 0);
  t.equal(player.duration, Number.POSITIVE_INFINITY);
  t.strictSame(player.rates, [1]);
  player.seek(3);
  player.setRate(2);
  player.play();
  player.pause();
  t.strictSame(youtube.calls, []);
  youtube.ready();
  t.strictSame(statuses, ['paused']);
  t.strictSame(player.rates, [0.25, 0.5, 0.75, 1, 1.25, 1.5, 1.75, 2]);
});

t.test('an API that is already loaded is used immediately', async (t) => {
  const clock = new ManualClock();
  const youtube = new FakeYouTube(clock);
  youtube.ready();
  const player = new YouTubePlayer(youtube.api, { clock });
  t.teardown(() => player.close());
  t.equal(player.status, 'paused');
});

t.test('it plays, pauses and ends', async (t) => {
  const { clock, youtube, player, statuses } = setup(t, { duration: 10 });
  youtube.ready();
  player.play();
  t.equal(player.status, 'stalled', 'it is in progress');
  clock.advance(2_000);
  t.equal(player.status, 'playing');
  t.equal(player.duration, 10);
  player.pause();
  clock.advance(1_000);
  t.equal(player.status, 'paused');
  player.play();
  clock.advance(10_000);
  t.strictSame(statuses, ['paused', 'stalled', 'playing', 'paused', 'playing', 'ended']);
});

t.test('a seek before the first play does not start it', async (t) => {
  const { clock, youtube, player } = setup(t);
  youtube.ready();
  player.seek(42);
  clock.advance(5_000);
  t.strictSame(youtube.calls, []);
  t.equal(player.position, 42);
  player.pause();
  t.strictSame(youtube.calls, []);
  player.play();
  clock.advance(1_000);
  t.equal(player.status, 'playing');
  t.ok(Math.abs(youtube.truth - 42.7) < 0.1, `at ${youtube.truth}`);
});

t.test('a seek is in progress until the video plays from there', async (t) => {
  const { clock, youtube, player, statuses } = setup(t, { buffers: 700 });
  youtube.ready();
  player.play();
  clock.advance(3_000);
  statuses.length = 0;
  player.seek(300);
  t.equal(player.status, 'seeking');
  t.equal(player.position, 300);
  clock.advance(600);
  t.equal(player.status, 'seeking');
  clock.advance(400);
  t.strictSame(statuses, ['seeking', 'playing']);
  player.pause();
  clock.advance(100);
  player.seek(20);
  clock.advance(500);
  t.equal(player.status, 'paused');
  t.equal(player.position, 20);
});

t.test("between the API's updates the position advances", async (t) => {
  const { clock, youtube, player } = setup(t);
  youtube.ready();
  player.play();
  for (const rate of [1, 2, 0.5]) {
    player.setRate(rate);
    clock.advance(3_000);
    let worst = 0;
    for (let i = 0; i < 500; i++) {
      clock.advance(7);
      worst = Math.max(worst, Math.abs(player.position - youtube.truth));
    }
    t.ok(worst <= player.precision * rate, `at rate ${rate} off by ${worst} s`);
  }
});

t.test(
  'a speed that YouTube does not support is replaced by one that it does, which is used for positions',
  async (t) => {
    const { clock, youtube, player } = setup(t);
    youtube.ready();
    player.play();
    player.setRate(1.4);
    clock.advance(5_000);
    t.equal(youtube.rate, 1.25);
    t.ok(Math.abs(player.position - youtube.truth) < 0.1);
  },
);

t.test('missing data is a stall', async (t) => {
  const { clock, youtube, player } = setup(t);
  youtube.ready();
  player.play();
  clock.advance(3_000);
  youtube.stall(2_000);
  clock.advance(1_000);
  t.equal(player.status, 'stalled');
  t.ok(Math.abs(player.position - youtube.truth) < 0.01, 'the position does not change');
  clock.advance(2_000);
  t.equal(player.status, 'playing');
  t.ok(Math.abs(player.position - youtube.truth) < 0.1);
});

t.test('a browser that blocks autoplay', async (t) => {
  const { clock, youtube, player } = setup(t, { blocks: true });
  youtube.ready();
  player.play();
  clock.advance(1_000);
  t.equal(player.status, 'blocked');
  youtube.click();
  clock.advance(1_000);
  t.equal(player.status, 'playing');
});

t.test('a video that does not allow embedding has failed', async (t) => {
  const { youtube, player } = setup(t);
  youtube.ready();
  youtube.fail();
  t.equal(player.status, 'failed');
});

t.test('after close() nothing remains on the page', async (t) => {
  const { clock, youtube, player, statuses } = setup(t);
  youtube.ready();
  player.play();
  clock.advance(1_000);
  player.close();
  t.equal(youtube.listening, 0);
  statuses.length = 0;
  clock.advance(10_000);
  youtube.fail();
  t.strictSame(statuses, []);
});

function inLecture(t: Test, habits: Partial<YouTubeHabits> = {}) {
  const all = setup(t, habits);
  const { clock, player } = all;
  const sync = new PlayerSync({ now: () => clock.now() - 5e6, on: () => () => {} }, { clock });
  t.teardown(() => sync.close());
  const corrections: Correction[] = [];
  sync.on('correction', (correction) => corrections.push(correction));
  sync.attach(player, 0);
  const follow = (position: number, playing: boolean, rate = 1) =>
    sync.follow({ videoIdx: 0, position, rate, playing, at: clock.now() - 5e6 });
  const drift = () => all.youtube.truth - (sync.position ?? Number.NaN);
  return { ...all, sync, corrections, follow, drift };
}

t.test('in a lecture it gets in sync by seeks and stays there', async (t) => {
  const { clock, youtube, sync, corrections, follow, drift } = inLecture(t);
  follow(50, true);
  youtube.ready();
  for (const position of [50, 200, 120]) {
    follow(position, true);
    clock.advance(8_000);
    t.ok(Math.abs(drift()) < 0.3, `off by ${drift()} s`);
    t.strictSame(sync.state.name === 'stalled', false);
    const before = corrections.length;
    clock.advance(60_000);
    t.equal(corrections.length, before, 'no correction while in sync');
  }
  t.ok(Math.abs(drift()) < 0.1, `by now it has measured how long a seek takes, and is off by ${drift()} s`);
  t.strictSame(
    corrections.filter(({ by }) => by === 'rate'),
    [],
    'YouTube has no speed within a tenth',
  );
});

t.test('in a stopped lecture it shows the position once it has played', async (t) => {
  const { clock, youtube, player, follow, drift } = inLecture(t);
  youtube.ready();
  follow(50, false);
  clock.advance(5_000);
  t.equal(player.status, 'paused');
  t.strictSame(
    youtube.calls.filter((call) => call.startsWith('seek')),
    [],
    'a seek would start it',
  );
  t.equal(player.position, 50);
  follow(50, true);
  clock.advance(8_000);
  t.ok(Math.abs(drift()) < 0.3);
  follow(58, false);
  clock.advance(2_000);
  t.equal(player.status, 'paused');
  t.equal(youtube.truth, 58);
});

t.test('in a lecture at another speed', async (t) => {
  const { clock, youtube, follow, drift } = inLecture(t);
  youtube.ready();
  follow(10, true, 1.5);
  clock.advance(12_000);
  t.equal(youtube.rate, 1.5);
  t.ok(Math.abs(drift()) < 0.4);
});

t.test('a stall in a lecture is caught up', async (t) => {
  const { clock, youtube, sync, follow, drift } = inLecture(t);
  youtube.ready();
  follow(10, true);
  clock.advance(10_000);
  youtube.stall(5_000);
  clock.advance(3_000);
  t.strictSame(sync.state, { name: 'stalled' });
  clock.advance(8_000);
  t.ok(Math.abs(drift()) < 0.3);
});
