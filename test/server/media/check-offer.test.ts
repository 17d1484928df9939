import t from 'tap';
import { checkOffer } from '../../../server/media/check-offer.js';

const stream = (type: string, mid: string, direction = 'sendonly', port = 9) =>
  `m=${type} ${port} UDP/TLS/RTP/SAVPF 111\r\nc=IN IP4 0.0.0.0\r\na=mid:${mid}\r\na=${direction}\r\n`;
const offer = (...streams: string[]) =>
  `v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n${streams.join('')}`;
const microphone = { mid: '0', kind: 'microphone' } as const;
const camera = { mid: '1', kind: 'camera' } as const;

t.test('an offer publishes what it declares', async (t) => {
  t.doesNotThrow(() => checkOffer(offer(stream('audio', '0'), stream('video', '1')), [microphone, camera]));
  t.doesNotThrow(
    () => checkOffer(offer(stream('audio', '0'), stream('video', '1', 'inactive')), [microphone]),
    'a stream that was given up',
  );
});

const bad: [what: string, sdp: string, streams: Parameters<typeof checkOffer>[1]][] = [
  ['a stream that is not declared', offer(stream('audio', '0'), stream('video', '1')), [microphone]],
  ['a stream without a mid', offer(stream('audio', '0'), 'm=video 9 UDP/TLS/RTP/SAVPF 96\r\n'), [microphone]],
  ['data', offer(stream('audio', '0'), 'm=application 9 UDP/DTLS/SCTP x\r\na=mid:1\r\n'), [microphone]],
  ['a picture as a microphone', offer(stream('video', '0')), [microphone]],
  ['a declaration without a stream', offer(stream('audio', '0')), [microphone, camera]],
  ['the same mid twice', offer(stream('audio', '0'), stream('audio', '0')), [microphone]],
  ['a kind twice', offer(stream('audio', '0')), [microphone, { ...microphone, mid: '2' }]],
  ['a mid for two kinds', offer(stream('audio', '0')), [microphone, { ...camera, mid: '0' }]],
  ['many streams', offer(...Array.from({ length: 9 }, (_, n) => stream('audio', `${n}`))), [microphone]],
  ['no description', 'no description', [microphone]],
];

for (const [what, sdp, streams] of bad) t.throws(() => checkOffer(sdp, streams), { code: 'bad-data' }, what);
