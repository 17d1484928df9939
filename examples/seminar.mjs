// A teacher and three students in a lecture: a private message, a question with a vote, a reaction, the record of the
// lecture, and what a teacher does to keep order.
import { Lecture, lectureMarkdown, RequestError, Signaler } from 'lectern-client';

const server = process.env.SERVER ?? 'http://127.0.0.1:8080';

/** Connects a new person. */
async function connect(username) {
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
  await signaler.request('profile', { username });
  return signaler;
}

/** The next event of a lecture that fits. */
const next = (lecture, event, fits = () => true) =>
  new Promise((resolve) => {
    const stop = lecture.on(event, (value) => {
      if (!fits(value)) return;
      stop();
      resolve(value);
    });
  });

const printPrivate = ({ senderName, text }) => console.log(`${senderName} says privately: ${text.en.result}`);

const people = await Promise.all(['Ada', 'Bo', 'Cy', 'Di'].map(connect));
const [ada, ...students] = people;
const { class: made } = (await ada.request('CreateClass', { title: 'Algebra' })).data;
const { lecture: planned } = (
  await ada.request('CreateLecture', {
    classUuid: made.uuid,
    lectureDate: '2026-11-21',
    lectureName: 'Numbers',
    playlist: '/media/sample.mp4',
  })
).data;
for (const student of students) await student.request('EnrollClass', { classUuid: made.uuid });

const [asAda, asBo, asCy, asDi] = people.map(
  (signaler) => new Lecture(signaler, { classUuid: made.uuid, lectureId: planned.id }),
);
for (const lecture of [asAda, asBo, asCy]) await lecture.join();
const { user: bo } = asBo.state;
const { user: cy } = asCy.state;

// Only Ada and Bo can read these two messages.
const asked = next(asAda, 'chat');
await asBo.sayPrivately('May I leave early?');
printPrivate(await asked);
const answer = next(asBo, 'chat', ({ senderId }) => senderId !== bo.userId);
await asAda.sayPrivately('Of course.', bo.userId);
printPrivate(await answer);

const question = await asBo.createMarker({ markerType: 'Question', videoIndex: 0, time: 12 });
await asBo.writeAtMarker(question.id, 'Why is there no largest number?');
console.log(`votes for the question: ${await asCy.voteMarker(question.id)}`);
const answered = next(asBo, 'markerAnswered');
await asAda.setMarkerAnswered(question.id);
console.log(`the question is answered: ${(await answered).answered}`);

const reactions = next(asAda, 'reactions');
await asCy.react('clap');
for (const { reaction, count } of await reactions) console.log(`${reaction}: ${count}`);

// What everyone could read, as a document: without the private messages.
console.log(lectureMarkdown(await asAda.record(), ['en']));

// A second teacher has all rights of the first one.
const promoted = next(asBo, 'state', ({ user }) => user.memberType === 'instructor');
await asAda.setMemberType(bo.userId, 'instructor');
await promoted;
const { messageId } = await asCy.say('I was first!');
const deleted = next(asCy, 'chatDeleted');
await asBo.deleteMessage(messageId);
console.log(`Bo deleted the message of Cy: ${(await deleted).messageId === messageId}`);

await asBo.moderation.setEntry('closed');
try {
  await asDi.join();
} catch (error) {
  if (!(error instanceof RequestError)) throw error;
  console.log(`Di cannot join: ${error.code}`);
}

const dropped = next(asCy, 'dropped');
await asBo.drop(cy.userId);
console.log(`Cy was removed from the ${(await dropped).scope}`);

for (const signaler of people) signaler.close();
