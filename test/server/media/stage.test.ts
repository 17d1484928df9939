import t from 'tap';
import { assign, type Standing, stageOf } from '../../../server/media/stage.js';

const publication = (client: string, ...kinds: ('microphone' | 'camera' | 'screen' | 'screenSound')[]) => ({
  client,
  kinds,
  muted: [],
});
const standings =
  (all: Record<string, Partial<Standing>>) =>
  (client: string): Standing | undefined =>
    all[client] && { leads: false, talkedAt: 0, ...all[client] };

t.test('screens come first, then those who lead, then those who talked last', async (t) => {
  const { audio, video } = stageOf(
    [
      publication('early', 'microphone', 'camera'),
      publication('late', 'microphone', 'camera'),
      publication('teacher', 'microphone', 'camera'),
      publication('shows', 'screen', 'screenSound'),
    ],
    standings({ early: { talkedAt: 1 }, late: { talkedAt: 2 }, teacher: { leads: true }, shows: {} }),
  );
  t.same(
    audio.map(({ client }) => client),
    ['shows', 'teacher', 'late', 'early'],
  );
  t.same(
    video.map(({ client, kind }) => `${client} ${kind}`),
    ['shows screen', 'teacher camera', 'late camera', 'early camera'],
  );
});

t.test('of those who talk, the loudest come first, and they are the speakers', async (t) => {
  const now = Number.MAX_SAFE_INTEGER;
  const { audio, speakers } = stageOf(
    [
      publication('low', 'microphone', 'camera'),
      publication('silent', 'microphone'),
      publication('loud', 'microphone', 'camera'),
      { client: 'muted', kinds: ['microphone'], muted: ['microphone'] },
    ],
    standings({
      low: { talkedAt: now, level: -38 },
      silent: { talkedAt: 1 },
      loud: { talkedAt: now, level: -12 },
      muted: { talkedAt: now, level: -5 },
    }),
  );
  t.same(
    audio.map(({ client }) => client),
    ['loud', 'low', 'silent'],
  );
  t.same(speakers, [
    { id: 'loud', level: -12 },
    { id: 'low', level: -38 },
  ]);
});

t.test('nobody receives what is muted, or published without the right', async (t) => {
  const { audio } = stageOf(
    [
      { client: 'muted', kinds: ['microphone'], muted: ['microphone'] },
      publication('forged', 'microphone'),
      publication('allowed', 'microphone'),
    ],
    standings({ muted: {}, allowed: {} }),
  );
  t.same(audio, [{ client: 'allowed', kind: 'microphone' }]);
});

t.test('a source keeps its place, and a client does not receive itself', async (t) => {
  const microphone = (client: string) => ({ client, kind: 'microphone' }) as const;
  const [a, b, c, d] = ['a', 'b', 'c', 'd'].map(microphone);
  const counts = { audio: 3, video: 0 };
  const first = assign([], { audio: [a, b], video: [] } as never, counts, 'd');
  t.same(first, [a, b, undefined]);
  const second = assign(first, { audio: [d, c, b], video: [] } as never, counts, 'd');
  t.same(second, [c, b, undefined]);
  t.same(assign(second, { audio: [a, c, d, b], video: [] } as never, counts, 'a'), [c, b, d]);
});
