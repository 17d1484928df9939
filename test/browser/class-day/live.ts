import { chatInTurns } from './chat.js';
import { type classroom, missing, sendBeside } from './completeness.js';
import type { Day } from './day.js';
import { readExport, restart } from './evening.js';
import { askQuestions, attendance, endLecture, raiseHands, sendOut, talk } from './lesson.js';
import { type Arrival, beginLecture, comeLate, foundClass } from './morning.js';
import { loseOne } from './outage.js';
import { type Action, type Distances, drive, inStepAfter, lookAway } from './playback.js';
import { deleteMessage, reloadTeacher, teachTogether, writePrivately } from './teaching.js';
import type { Way } from './wire.js';

/** Extent of a day. */
export interface Length {
  /** Number of rounds in which everybody writes once. */
  chatRounds: number;
  /** The teacher's actions on the video, and the seconds until and for which each is measured. */
  actions: readonly Action[];
  grace: number;
  seconds: number;
  /** Messages that the student with the lost connection misses. */
  missed: number;
  /** Also a reload by the teacher, deletions, private messages, and a second teacher's lecture with camera and screen. */
  whole: boolean;
}

/** Results of a day in ms, or in seconds if a name contains that. */
export interface Figures {
  arrivals: Arrival[];
  late: Arrival;
  /** From opening the link until the late student's video was within 60 ms of the teacher's. */
  inStep: number;
  /** Seconds from the teacher's position. */
  distances: Distances;
  chat: number[];
  caughtUp: number;
  /** During the lecture: minutes, seconds of CPU time, MiB. */
  lecture: { minutes: number; cpu: number; resident: number };
  /** Message types that no page sent, and those that none received. */
  beside: Record<Way, typeof classroom>;
}

/** Goes through a day of the class with the controls of its pages. */
export async function live(day: Day, length: Length): Promise<Figures> {
  const { t } = day;
  await foundClass(day);
  const began = { at: performance.now(), cpu: day.server.cpuSeconds() };
  const arrivals = await beginLecture(day);
  const late = await comeLate(day);
  const distances = await drive(day, length.actions, length.grace, length.seconds);
  const inStep = await inStepAfter(day, day.people.late);
  await lookAway(day);
  await day.picture('lecture');
  if (length.whole) await reloadTeacher(day);
  const chat = await chatInTurns(day, length.chatRounds);
  if (length.whole) {
    await deleteMessage(day);
    await writePrivately(day);
    await day.picture('private messages');
  }
  await askQuestions(day);
  await day.picture('questions');
  await talk(day);
  await raiseHands(day);
  const caughtUp = await loseOne(day, length.missed);
  await sendOut(day);
  t.equal(
    (await attendance(day)).get('Di'),
    1,
    'the student with the lost connection was present all the time',
  );
  await endLecture(day);
  const lecture = {
    minutes: (performance.now() - began.at) / 60_000,
    cpu: day.server.cpuSeconds() - began.cpu,
    resident: day.server.mostResident(),
  };
  if (length.whole) await teachTogether(day);
  await day.picture('class');

  const wires = day.everybody.map(({ wire }) => wire);
  const beside = missing(wires);
  const besides = await sendBeside(day);
  t.strictSame(missing([...wires, besides]), { sent: [], got: [] }, 'every message was sent');
  for (const { name, wire } of day.everybody)
    t.strictSame(wire.refused, [], `no request of ${name} was refused`);

  await restart(day);
  await readExport(day);
  return { arrivals, late, inStep, distances, chat, caughtUp, lecture, beside };
}
