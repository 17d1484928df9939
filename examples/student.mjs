// Attends a lecture: raises a hand once the video plays, asks a question when allowed to speak, and leaves after the
// answer.
import { Lecture, RequestError, Signaler } from 'lectern-client';

const [, , classUuid, lectureId] = process.argv;
const server = process.env.SERVER ?? 'http://127.0.0.1:8080';

let token;
const identity = {
  load: () => token,
  save: (given) => {
    token = given;
  },
};
const signaler = new Signaler(`${server.replace(/^http/, 'ws')}/ws`, { identity });
const open = new Promise((resolve) => signaler.on('state', ({ name }) => name === 'open' && resolve()));
signaler.connect();
await open;
await signaler.request('profile', { username: 'Bo' });
await signaler.request('EnrollClass', { classUuid });

const lecture = new Lecture(signaler, { classUuid, lectureId: Number(lectureId) });

lecture.on('playback', async ({ playing, position }) => {
  console.log(playing ? `the video plays from ${position} s` : 'the video is paused');
  if (playing) await lecture.raiseHand();
});

let asked = false;
lecture.on('state', async ({ joined, playback }) => {
  if (!joined || !playback?.playing || !lecture.maySpeak || asked) return;
  asked = true;
  const marker = await lecture.createMarker({
    markerType: 'Question',
    videoIndex: playback.videoIdx,
    time: playback.position,
  });
  await lecture.writeAtMarker(marker.id, 'Why is there no largest number?');
});

lecture.on('chat', ({ senderName, text }) => {
  console.log(`${senderName} says: ${text.en.result}`);
  lecture.leave();
  signaler.close();
});

await lecture.join();
try {
  await lecture.setLive(false);
} catch (error) {
  if (!(error instanceof RequestError)) throw error;
  console.log(`only the teacher can do that: ${error.code}`);
}
