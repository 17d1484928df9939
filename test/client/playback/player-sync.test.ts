import type { Playback } from 'lectern-protocol';
import t, { type Test } from 'tap';
import { type Correction, PlayerSync, type SyncState } from '#client/playback/player-sync.js';
import { ManualClock } from '../support.js';
import { type Habits, SimulatedPlayer } from './simulated-player.js';

/** ms: the server's clock minus the page's. */
const SKEW = 7_200_000;

function setup(t: Test, { clockKnown = true } = {}) {
  const clock = new ManualClock();
  clock.advance(1_000);
  const listeners = new Set<() => void>();
  const server = { known: clockKnown };
  const sync = new PlayerSync(
    {
      now: () => (server.known ? clock.now() + SKEW : undefined),
      on: (_, listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    { clock },
  );
  t.teardown(() => sync.close());
  const states: SyncState[] = [];
  const corrections: Correction[] = [];
  sync.on('state', (state) => states.push(state));
  sync.on('correction', (correction) => corrections.push(correction));
  const playback = (change: Partial<Playback> = {}): Playback => ({
    videoIdx: 0,
    position: 100,
    rate: 1,
    playing: true,
    at: clock.now() + SKEW,
    ...change,
  });
  const attach = (habits: Partial<Habits> = {}, videoIdx = 0) => {
    const player = new SimulatedPlayer(clock, habits);
    sync.attach(player, videoIdx);
    return player;
  };
  return {
    clock,
    sync,
    states,
    corrections,
    playback,
    attach,
    learnClock() {
      server.known = true;
      for (const listener of listeners) listener();
    },
    /** Seconds by which the player is ahead of the lecture. */
    drift: (player: SimulatedPlayer) => player.truth - (sync.position ?? Number.NaN),
  };
}

t.test('it reports what it waits for', async (t) => {
  const { sync, playback, attach, learnClock, clock } = setup(t, { clockKnown: false });
  t.strictSame(sync.state, { name: 'waiting', reason: 'player' });
  const player = attach({ loaded: false });
  t.strictSame(sync.state, { name: 'waiting', reason: 'playback' });
  sync.follow(playback());
  t.strictSame(sync.state, { name: 'waiting', reason: 'clock' });
  t.equal(sync.position, undefined);
  learnClock();
  t.strictSame(sync.state, { name: 'waiting', reason: 'data' });
  t.equal(sync.position, 100);
  player.load();
  t.strictSame(sync.state, { name: 'catching-up' });
  clock.advance(2_000);
  t.strictSame(sync.state, { name: 'in-step' });
});

t.test("a player with another video is stopped, and loads the lecture's video", async (t) => {
  const { sync, playback, attach, clock, drift } = setup(t);
  const first = attach();
  sync.follow(playback());
  clock.advance(2_000);
  t.equal(first.status, 'playing');
  sync.follow(playback({ videoIdx: 1, position: 0 }));
  t.strictSame(sync.state, { name: 'waiting', reason: 'player' });
  t.equal(first.status, 'paused');
  const second = attach({}, 1);
  clock.advance(3_000);
  t.strictSame(sync.state, { name: 'in-step' });
  t.ok(Math.abs(drift(second)) < 0.02);
  t.equal(first.status, 'paused');
});

t.test('pause stops the picture at the exact position', async (t) => {
  const { sync, playback, attach, clock } = setup(t);
  const player = attach();
  sync.follow(playback());
  clock.advance(5_000);
  sync.follow(playback({ position: 104.9, playing: false }));
  clock.advance(1_000);
  t.equal(player.status, 'paused');
  t.equal(player.truth, 104.9);
  t.strictSame(sync.state, { name: 'in-step' });
  const seeks = player.seeks.length;
  clock.advance(60_000);
  t.equal(player.seeks.length, seeks, 'and is not touched afterwards');
});

t.test('a stopped player that misses its position does not seek forever', async (t) => {
  const { sync, playback, attach, clock } = setup(t);
  const player = attach();
  const seek = player.seek.bind(player);
  player.seek = (position) => seek(Math.floor(position));
  sync.follow(playback({ position: 12.7, playing: false }));
  clock.advance(60_000);
  t.equal(player.seeks.length, 2);
  t.strictSame(sync.state, { name: 'in-step' });
});

t.test('the player runs at the rate of the lecture', async (t) => {
  const { sync, playback, attach, clock, drift } = setup(t);
  const player = attach();
  sync.follow(playback({ rate: 1.5 }));
  clock.advance(5_000);
  t.equal(player.rate, 1.5);
  t.ok(Math.abs(drift(player)) < 0.02);
});

t.test('a small drift is corrected by a speed within a tenth, a large one by a seek', async (t) => {
  const { sync, playback, attach, clock, corrections, drift } = setup(t);
  const player = attach();
  sync.follow(playback());
  clock.advance(5_000);
  corrections.length = 0;
  player.seeks.length = 0;
  player.speeds.length = 0;
  player.stall(180);
  clock.advance(5_000);
  t.ok(Math.abs(drift(player)) < 0.02);
  t.strictSame(player.seeks, []);
  t.ok(player.speeds.length > 0);
  for (const speed of player.speeds) t.ok(speed >= 0.9 && speed <= 1.1, `speed ${speed}`);
  t.equal(player.speeds.at(-1), 1);
  t.match(corrections, [{ by: 'rate' }, { by: 'rate', factor: 1 }]);
  player.stall(4_000);
  clock.advance(4_000);
  t.strictSame(sync.state, { name: 'catching-up' });
  clock.advance(3_000);
  t.equal(player.seeks.length, 1);
  t.ok(Math.abs(drift(player)) < 0.02);
  t.strictSame(sync.state, { name: 'in-step' });
});

t.test('a stalled player reports how far behind it is', async (t) => {
  const { sync, playback, attach, clock } = setup(t);
  const player = attach();
  sync.follow(playback());
  clock.advance(5_000);
  const told: number[] = [];
  sync.on('behind', (behind) => told.push(behind));
  player.stall(3_000);
  clock.advance(2_900);
  t.strictSame(sync.state, { name: 'stalled' });
  t.ok(sync.behind > 2.5 && sync.behind < 3);
  const tenths = told.map((behind) => Math.round(behind * 10));
  t.equal(new Set(tenths).size, tenths.length, 'at most once per tenth of a second');
});

t.test('it measures how long seeks take', async (t) => {
  const { sync, playback, attach, clock, corrections } = setup(t);
  attach({ seekLag: [800, 800] });
  sync.follow(playback());
  clock.advance(10_000);
  for (const position of [500, 900, 1300]) {
    corrections.length = 0;
    sync.follow(playback({ position }));
    clock.advance(10_000);
  }
  t.equal(corrections.length, 1, 'one seek, and no correction after it');
  t.ok(Math.abs((corrections[0] as { position: number }).position - 1300.8) < 0.05);
});

t.test('seeks that never succeed become rare', async (t) => {
  const { sync, playback, attach, clock } = setup(t);
  const player = attach();
  const seek = player.seek.bind(player);
  player.seek = (position) => seek(position - 30);
  sync.follow(playback());
  clock.advance(60_000);
  t.ok(player.seeks.length <= 8, `${player.seeks.length} seeks in a minute`);
});

t.test('repeated playback messages change nothing', async (t) => {
  const { sync, playback, attach, clock, corrections, drift } = setup(t);
  const player = attach();
  sync.follow(playback());
  clock.advance(5_000);
  corrections.length = 0;
  for (let i = 0; i < 20; i++) {
    sync.follow(playback({ position: sync.position ?? 0 }));
    clock.advance(500);
  }
  t.strictSame(corrections, []);
  player.stall(180);
  for (let i = 0; i < 50; i++) {
    sync.follow(playback({ position: sync.position ?? 0 }));
    clock.advance(100);
  }
  t.match(corrections, [{ by: 'rate' }, { by: 'rate', factor: 1 }], 'nor the correction of a drift');
  t.ok(Math.abs(drift(player)) < 0.02);
});

t.test('a viewer who watches on their own is not corrected, and can rejoin', async (t) => {
  const { sync, playback, attach, clock, drift } = setup(t);
  const player = attach();
  sync.follow(playback());
  clock.advance(3_000);
  sync.leave();
  t.ok(sync.away);
  player.pause();
  player.setRate(2);
  player.seek(20);
  const { length } = player.seeks;
  clock.advance(5_000);
  t.strictSame(sync.state, { name: 'away' });
  t.equal(player.status, 'paused');
  t.equal(player.seeks.length, length);
  t.ok(Math.abs(sync.behind - 88) < 0.2, `${sync.behind} s behind`);
  sync.follow(playback({ position: 300 }));
  t.equal(player.status, 'paused', 'whatever the teacher does');
  sync.rejoin();
  clock.advance(3_000);
  t.equal(player.rate, 1);
  t.strictSame(sync.state, { name: 'in-step' });
  t.ok(Math.abs(drift(player)) < 0.02);
});

t.test('leaving sync during a correction restores the normal speed', async (t) => {
  const { sync, playback, attach, clock } = setup(t);
  const player = attach();
  sync.follow(playback());
  clock.advance(3_000);
  player.stall(200);
  clock.advance(800);
  t.equal(player.rate, 1.1);
  sync.leave();
  clock.advance(100);
  t.equal(player.rate, 1);
});

t.test('if the browser refuses to play, a click tries again', async (t) => {
  const { sync, playback, attach, clock, drift } = setup(t);
  const player = attach({ blocked: true });
  sync.follow(playback());
  clock.advance(3_000);
  t.strictSame(sync.state, { name: 'stopped', reason: 'autoplay-blocked' });
  player.allow();
  clock.advance(3_000);
  t.strictSame(sync.state, { name: 'stopped', reason: 'autoplay-blocked' }, 'not automatically');
  sync.retry();
  clock.advance(3_000);
  t.strictSame(sync.state, { name: 'in-step' });
  t.ok(Math.abs(drift(player)) < 0.02);
});

t.test('a video that cannot be played is reported', async (t) => {
  const { sync, playback, attach } = setup(t);
  const player = attach();
  sync.follow(playback());
  player.fail();
  t.strictSame(sync.state, { name: 'stopped', reason: 'failed' });
});

t.test('the video runs to its end and stops there', async (t) => {
  const { sync, playback, attach, clock } = setup(t);
  const player = attach({ duration: 103 });
  sync.follow(playback());
  clock.advance(2_900);
  t.strictSame(sync.state, { name: 'in-step' });
  clock.advance(200);
  player.finish();
  t.strictSame(sync.state, { name: 'ended' });
  const seeks = player.seeks.length;
  clock.advance(60_000);
  t.strictSame(sync.state, { name: 'ended' });
  t.equal(player.seeks.length, seeks);
  t.equal(sync.position, 103);
  sync.follow(playback({ position: 10 }));
  clock.advance(3_000);
  t.strictSame(sync.state, { name: 'in-step' }, 'and back from there');
});

t.test('a viewer who joins after the end sees the end', async (t) => {
  const { sync, playback, attach, clock } = setup(t);
  sync.follow(playback({ position: 500 }));
  const player = attach({ duration: 103 });
  clock.advance(2_000);
  t.strictSame(sync.state, { name: 'ended' });
  t.equal(player.truth, 103);
});

t.test('a released player is not touched', async (t) => {
  const { sync, playback, attach, clock } = setup(t);
  const player = attach();
  sync.follow(playback());
  clock.advance(2_000);
  sync.detach();
  t.strictSame(sync.state, { name: 'waiting', reason: 'player' });
  sync.follow(playback({ playing: false }));
  clock.advance(2_000);
  t.equal(player.status, 'playing');
  sync.close();
  t.equal(clock.next, undefined, 'and no timer remains');
});

t.test('late timers, as in the background, make corrections weaker, not wilder', async (t) => {
  const late = new ManualClock();
  const clock = {
    now: () => late.now(),
    // The browser runs a hidden page's timers once a minute.
    after: (_: number, callback: () => void) => late.after(60_000, callback),
  };
  const sync = new PlayerSync({ now: () => late.now(), on: () => () => {} }, { clock });
  t.teardown(() => sync.close());
  const player = new SimulatedPlayer(late);
  player.seek(100.2);
  late.advance(1_000);
  sync.attach(player, 0);
  sync.follow({ videoIdx: 0, position: 100, rate: 1, playing: true, at: late.now() });
  let worst = 0;
  for (let minute = 0; minute < 60; minute++) {
    late.advance(60_000);
    worst = Math.max(worst, Math.abs(player.truth - (sync.position ?? 0)));
  }
  t.ok(worst < 0.5, `was ${worst} s off`);
});
