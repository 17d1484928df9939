// Shows a lecture's video in sync with everybody else who has the page open. A user without a lecture in the address
// creates one, and shares the link.
import { ClockSync, Html5Player, Lecture, PlayerSync, parsePlaylist, Signaler } from 'lectern-client';

const element = (id) => document.getElementById(id);
const asked = new URLSearchParams(location.search);

const signaler = new Signaler(`${location.origin.replace(/^http/, 'ws')}/ws`, {
  identity: {
    load: () => localStorage.getItem('identity') ?? undefined,
    save: (token) => localStorage.setItem('identity', token),
  },
});
const open = new Promise((resolve) => signaler.on('state', ({ name }) => name === 'open' && resolve()));
signaler.connect();
await open;

const named = asked.has('class') ? await enroll(asked.get('class')) : await makeLecture();
const lecture = new Lecture(signaler, named);
const sync = new PlayerSync(new ClockSync(signaler));

lecture.on('playback', (playback) => sync.follow(playback));
sync.on('state', ({ name, reason = '' }) => {
  element('state').textContent = `${name} ${reason}`;
});
sync.on('behind', (seconds) => {
  element('behind').textContent = `${seconds.toFixed(1)} s behind`;
});
await lecture.join();

const video = element('video');
video.src = parsePlaylist(lecture.state.lecture.playlist)[0].url;
sync.attach(new Html5Player(video), 0);
// If the browser blocks autoplay, a click on the video tries again.
video.addEventListener('click', () => sync.retry());

const teaches = lecture.state.user.memberType === 'instructor';
for (const id of ['play', 'pause', 'forward']) element(id).disabled = !teaches;
element('play').addEventListener('click', () => lecture.play());
element('pause').addEventListener('click', () => lecture.pause());
element('forward').addEventListener('click', () => lecture.seek(sync.position + 10));
element('away').addEventListener('click', ({ target }) => {
  if (sync.away) sync.rejoin();
  else sync.leave();
  video.controls = sync.away;
  target.textContent = sync.away ? 'Rejoin' : 'Watch on your own';
});

element('link').textContent = new URL(`?class=${named.classUuid}&lecture=${named.lectureId}`, location);

async function makeLecture() {
  const { class: made } = (await signaler.request('CreateClass', { title: 'Cinema' })).data;
  const given = { lectureDate: '2026-11-21', lectureName: 'A video', playlist: '/media/sample.mp4' };
  const { data } = await signaler.request('CreateLecture', { ...given, classUuid: made.uuid });
  return { classUuid: made.uuid, lectureId: data.lecture.id };
}

async function enroll(classUuid) {
  try {
    await signaler.request('EnrollClass', { classUuid });
  } catch (error) {
    // A user who returns is already enrolled in the class.
    if (error.code !== 'conflict') throw error;
  }
  return { classUuid, lectureId: Number(asked.get('lecture')) };
}
