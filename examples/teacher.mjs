// Teaches one lecture: plays its video for the students, allows the student with a raised hand to speak, answers a
// question, and leaves with the last student.
import { Lecture, Signaler } from 'lectern-client';

const server = process.env.SERVER ?? 'http://127.0.0.1:8080';

// The identity survives a lost connection, but not the program. A page would use localStorage.
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
await signaler.request('profile', { username: 'Ada' });

const { class: made } = (await signaler.request('CreateClass', { title: 'Algebra' })).data;
const classUuid = made.uuid;
const { lecture: planned } = (
  await signaler.request('CreateLecture', {
    classUuid,
    lectureDate: '2026-11-21',
    lectureName: 'Numbers',
    playlist: '/media/sample.mp4',
  })
).data;

const lecture = new Lecture(signaler, { classUuid, lectureId: planned.id });
await lecture.join();
await lecture.setLive(true);
await lecture.setSpeechMode('instructor');

let came = false;
lecture.on('state', async ({ members }) => {
  if (members.length > 1 && !came) {
    came = true;
    await lecture.seek(30);
    await lecture.play();
  } else if (members.length === 1 && came) {
    signaler.close();
  }
});

let granted;
lecture.on('state', async ({ hands: [first] }) => {
  if (!first || first.userId === granted) return;
  granted = first.userId;
  await lecture.grantSpeech(first.userId);
});

lecture.on('markerText', async ({ savedMessage }) => {
  console.log(`${savedMessage.senderName} asks: ${savedMessage.text.en.result}`);
  await lecture.pause();
  await lecture.say('Because every number has a successor.');
});

console.log(`node examples/student.mjs ${classUuid} ${planned.id}`);
