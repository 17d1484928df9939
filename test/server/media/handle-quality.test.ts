import t from 'tap';
import { readHandleQuality } from '../../../server/media/janus/handle-quality.js';
import { scoreOf } from '../../../server/media/media-quality.js';

const none = { rtt: 0, lost: 0, 'lost-by-remote': 0, 'jitter-local': 0, 'jitter-remote': 0 };

t.test('what publishers lose is missing in what passes, and what listeners lose is not', async (t) => {
  const before = { passed: 100, lost: 10 };
  const publishing = (lost: number, packets: number) =>
    readHandleQuality(
      { webrtc: { media: { 0: { rtcp: { main: { ...none, lost } }, stats: { in: { packets } } } } } },
      before,
    ).quality;
  t.same(publishing(20, 190), { loss: 0.1, jitter: 0, rtt: undefined });
  const rtcp = { main: { ...none, 'lost-by-remote': 19, 'jitter-remote': 7, rtt: 30 }, sim1: none };
  const listening = { webrtc: { media: { 0: { rtcp, stats: { out: { packets: 190 } } } } } };
  t.same(readHandleQuality(listening, before).quality, { loss: 0.1, jitter: 7, rtt: 30 });
});

t.test('a connection on which nothing has passed has no quality', async (t) => {
  t.equal(readHandleQuality({}).quality, undefined);
  const silent = { webrtc: { media: { 0: { stats: { in: { packets: 5 }, out: { packets: 0 } } } } } };
  t.equal(readHandleQuality(silent, { passed: 5, lost: 0 }).quality, undefined);
});

t.test('the worst value of both connections makes the score', async (t) => {
  const fine = { loss: 0.01, jitter: 5, rtt: 30 };
  t.equal(scoreOf([fine, { ...fine, rtt: undefined }]), 'good');
  t.equal(scoreOf([fine, { ...fine, jitter: 40 }]), 'fair');
  t.equal(
    scoreOf([
      { ...fine, loss: 0.03 },
      { ...fine, rtt: 500 },
    ]),
    'poor',
  );
});
