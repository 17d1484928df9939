import { chatInTurns } from './chat.js';
import { type classroom, missing, sendBeside } from './completeness.js';
import type { Day } from './day.js';
import { restart } from './evening.js';
import { askQuestions, attendance, endLecture, raiseHands, sendOut, talk } from './lesson.js';
import { type Arrival, beginLecture, comeLate, foundClass } from './morning.js';
import { loseOne } from './outage.js';
import { type Action, type Distances, drive, inStepAfter, lookAway } from './playback.js';
import type { Way } from './wire.js';

/** How much of everything the day has. */
export interface Length {
  /** In each of which everybody writes once. */
  chatRounds: number;
  /** What the teacher does with the video, and for how many seconds each is measured. */
  actions: readonly Action[];
  seconds: number;
  /** Words that one misses whose connection is lost. */
  missed: number;
}

/** What a day showed; ms, and seconds where a name says so. */
export interface Figures {
  arrivals: Arrival[];
  late: Arrival;
  /** From opening the link until the late one's video was within 60 ms of the teacher's. */
  inStep: number;
  /** Seconds from the teacher's position. */
  distances: Distances;
  chat: number[];
  caughtUp: number;
  /** While the lecture went on: minutes, seconds of processor, MiB. */
  lecture: { minutes: number; cpu: number; resident: number };
  /** What no page sent, and what none got. */
  beside: Record<Way, typeof classroom>;
}

/** Lives through a day of the class, by the controls of its pages. */
export async function live(day: Day, length: Length): Promise<Figures> {
  const { t } = day;
  await foundClass(day);
  const began = { at: performance.now(), cpu: day.server.cpuSeconds() };
  const arrivals = await beginLecture(day);
  const late = await comeLate(day);
  const distances = await drive(day, length.actions, length.seconds);
  const inStep = await inStepAfter(day, day.people.late);
  await lookAway(day);
  const chat = await chatInTurns(day, length.chatRounds);
  await askQuestions(day);
  await talk(day);
  await raiseHands(day);
  const caughtUp = await loseOne(day, length.missed);
  await sendOut(day);
  t.equal((await attendance(day)).get('Di'), 1, 'who lost the connection was there all the time');
  await endLecture(day);
  const lecture = {
    minutes: (performance.now() - began.at) / 60_000,
    cpu: day.server.cpuSeconds() - began.cpu,
    resident: day.server.mostResident(),
  };

  const wires = day.everybody.map(({ wire }) => wire);
  const beside = missing(wires);
  const besides = await sendBeside(day);
  t.strictSame(missing([...wires, besides]), { sent: [], got: [] }, 'every message went over the wire');
  for (const { name, wire } of day.everybody)
    t.strictSame(wire.refused, [], `nothing was refused to ${name}`);

  await restart(day);
  return { arrivals, late, inStep, distances, chat, caughtUp, lecture, beside };
}
