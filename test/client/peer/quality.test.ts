import t from 'tap';
import { readQuality } from '#client/peer/quality.js';

/** The reports of a connection, as in Chromium. */
function reports({
  local = 'host',
  remote = 'host',
  rtt = 0.02,
  jitter = 0.004,
  received = 1_000,
  lost = 0,
} = {}) {
  return [
    { id: 'T', type: 'transport', selectedCandidatePairId: 'P2' },
    {
      id: 'P1',
      type: 'candidate-pair',
      localCandidateId: 'L0',
      remoteCandidateId: 'R',
      currentRoundTripTime: 9,
    },
    {
      id: 'P2',
      type: 'candidate-pair',
      localCandidateId: 'L',
      remoteCandidateId: 'R',
      currentRoundTripTime: rtt,
    },
    { id: 'L0', type: 'local-candidate', candidateType: 'relay' },
    { id: 'L', type: 'local-candidate', candidateType: local },
    { id: 'R', type: 'remote-candidate', candidateType: remote },
    { id: 'I', type: 'inbound-rtp', jitter, packetsReceived: received, packetsLost: lost },
    { id: 'RI', type: 'remote-inbound-rtp', roundTripTime: 0.5 },
  ];
}

t.test('reads a direct connection', (t) => {
  t.same(readQuality(reports()), {
    quality: { rtt: 20, jitter: 4, loss: 0, relayed: false, score: 'good' },
    packets: { received: 1_000, lost: 0 },
  });
  t.end();
});

t.test('a relay in use on either side makes it relayed, an unused one does not', (t) => {
  t.equal(readQuality(reports({ local: 'relay' })).quality.relayed, true);
  t.equal(readQuality(reports({ remote: 'relay' })).quality.relayed, true);
  t.equal(readQuality(reports({ local: 'srflx' })).quality.relayed, false);
  t.end();
});

t.test('loss counts from the last sample', (t) => {
  const { packets } = readQuality(reports({ received: 1_000, lost: 50 }));
  t.equal(readQuality(reports({ received: 1_090, lost: 60 }), packets).quality.loss, 0.1);
  t.equal(readQuality(reports({ received: 1_100, lost: 50 }), packets).quality.loss, 0);
  t.equal(readQuality(reports({ received: 1_100, lost: 40 }), packets).quality.loss, 0, 'a late packet');
  t.equal(readQuality(reports({ received: 0, lost: 0 }), packets).quality.loss, 0, 'a removed track');
  t.equal(readQuality(reports({ received: 1_000, lost: 60 }), packets).quality.loss, 1);
  t.end();
});

t.test('the worst value decides the score', (t) => {
  t.equal(readQuality(reports({ rtt: 0.3 })).quality.score, 'fair');
  t.equal(readQuality(reports({ rtt: 0.6 })).quality.score, 'poor');
  t.equal(readQuality(reports({ jitter: 0.05 })).quality.score, 'fair');
  t.equal(readQuality(reports({ received: 95, lost: 5 })).quality.score, 'fair');
  t.equal(readQuality(reports({ received: 80, lost: 20, rtt: 0.3 })).quality.score, 'poor');
  t.end();
});

t.test('reads reports without the values that other browsers omit', (t) => {
  const firefox = [
    {
      id: 'P',
      type: 'candidate-pair',
      nominated: true,
      state: 'succeeded',
      localCandidateId: 'L',
      remoteCandidateId: 'R',
    },
    { id: 'L', type: 'local-candidate', candidateType: 'relay' },
    { id: 'RI', type: 'remote-inbound-rtp', roundTripTime: 0.08 },
  ];
  t.same(readQuality(firefox).quality, { rtt: 80, jitter: undefined, loss: 0, relayed: true, score: 'good' });
  t.same(readQuality([]).quality, {
    rtt: undefined,
    jitter: undefined,
    loss: 0,
    relayed: false,
    score: 'good',
  });
  t.end();
});
