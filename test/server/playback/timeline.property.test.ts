import fc from 'fast-check';
import type { Playback } from 'lectern-protocol';
import t from 'tap';
import { beginning, pause, play, positionAt, seek, select } from '../../../server/playback/timeline.js';

/** Two positions in seconds that differ by rounding only. */
const CLOSE = 1e-6;

const number = (min: number, max: number) => fc.double({ min, max, noNaN: true });

type Move = { what: string; waited: number; apply: (playback: Playback, now: number) => Playback };

const move = fc
  .record({
    waited: number(0, 1e8),
    kind: fc.constantFrom('play', 'pause', 'seek', 'seek at', 'select'),
    position: number(0, 1e6),
    rate: number(0.0625, 16),
    videoIdx: fc.nat(9999),
  })
  .map(({ waited, kind, position, rate, videoIdx }): Move => {
    const moves: Record<typeof kind, Move['apply']> = {
      play,
      pause,
      seek: (playback, now) => seek(playback, now, position),
      'seek at': (playback, now) => seek(playback, now, position, rate),
      select: (playback, now) => select(playback, now, videoIdx),
    };
    return { what: `${kind} ${position} ${rate} ${videoIdx}`, waited, apply: moves[kind] };
  });

/** A timeline after several changes, and the time of the last change. */
const timelines = fc.tuple(number(-1e9, 1e9), fc.array(move, { maxLength: 12 })).map(([start, moves]) => {
  let now = start;
  let playback = beginning(now);
  for (const { waited, apply } of moves) {
    now += waited;
    playback = apply(playback, now);
  }
  return { playback, now };
});

const later = number(0, 1e8);

t.test('a position is never negative and never exceeds the maximum of the schema', async () => {
  fc.assert(
    fc.property(timelines, number(-1e8, 1e10), ({ playback, now }, waited) => {
      const position = positionAt(playback, now + waited);
      return position >= 0 && position <= 1_000_000;
    }),
  );
});

t.test('play and pause never change the position', async () => {
  fc.assert(
    fc.property(timelines, later, fc.constantFrom(play, pause), ({ playback, now }, waited, change) => {
      const at = now + waited;
      return Math.abs(positionAt(change(playback, at), at) - positionAt(playback, at)) < CLOSE;
    }),
  );
});

t.test('a change of the rate does not change the current position', async () => {
  fc.assert(
    fc.property(timelines, later, number(0.0625, 16), ({ playback, now }, waited, rate) => {
      const at = now + waited;
      const before = positionAt(playback, at);
      const changed = seek(playback, at, before, rate);
      return changed.rate === rate && Math.abs(positionAt(changed, at) - before) < CLOSE;
    }),
  );
});

t.test(
  'the position advances at its rate while playing, never backwards, and is constant otherwise',
  async () => {
    fc.assert(
      fc.property(timelines, number(0, 1e4), number(0, 1e4), ({ playback, now }, first, second) => {
        const early = positionAt(playback, now + first);
        const late = positionAt(playback, now + first + second);
        if (!playback.playing) return early === late;
        const expected = Math.min(1_000_000, early + (second / 1000) * playback.rate);
        return late >= early && Math.abs(late - expected) < CLOSE;
      }),
    );
  },
);

t.test('playing a video that already plays changes nothing', async () => {
  fc.assert(
    fc.property(timelines, later, number(0, 1e6), ({ playback, now }, waited, more) => {
      const once = play(playback, now);
      const twice = play(once, now + waited);
      const at = now + waited + more;
      return Math.abs(positionAt(once, at) - positionAt(twice, at)) < CLOSE;
    }),
  );
});

t.test('a seek changes the position and keeps the video playing or paused', async () => {
  fc.assert(
    fc.property(timelines, later, number(0, 1e6), ({ playback, now }, waited, position) => {
      const at = now + waited;
      const moved = seek(playback, at, position);
      const same = moved.playing === playback.playing && moved.rate === playback.rate;
      return same && positionAt(moved, at) === position;
    }),
  );
});

t.test('another video starts at its beginning', async () => {
  fc.assert(
    fc.property(timelines, later, fc.nat(9999), ({ playback, now }, waited, videoIdx) => {
      const at = now + waited;
      const chosen = select(playback, at, videoIdx);
      return (
        chosen.videoIdx === videoIdx && positionAt(chosen, at) === 0 && chosen.playing === playback.playing
      );
    }),
  );
});

t.test('functions do not change their arguments', async () => {
  fc.assert(
    // Writing to a frozen object throws.
    fc.property(timelines, move, ({ playback, now }, { apply }) => void apply(Object.freeze(playback), now)),
  );
});
