import { come, createClass, createLecture, enroll, lecture } from '../classes-steps.js';
import { entered } from '../lecture-steps.js';
import { turnMicrophoneOn } from '../page-steps.js';
import type { Day, Person } from './day.js';
import { startVideo } from './playback.js';

export const CLASS = 'Algebra';
export const LECTURE = 'Prime numbers';

/** Measurements of a person who opened the lecture's link, in ms from opening it. */
export interface Arrival {
  picture: number;
  voice: number;
}

/**
 * The teacher creates a class and a lecture. The people who are present from the beginning enroll by the class's link.
 */
export async function foundClass(day: Day): Promise<void> {
  const { teacher } = day.people;
  await come(teacher.page, `${teacher.origin}/classes`, teacher.name);
  day.classPath = new URL(await createClass(teacher.page, CLASS, 'First year')).pathname;
  for (const student of day.punctual.slice(1)) await enrol(day, student);
  await createLecture(teacher.page, {
    name: LECTURE,
    playlist: '/media/sample.mp4, /media/sample.mp4?again',
  });
}

/** The teacher joins, goes live and turns the microphone on. Then the students open the link, one after the other. */
export async function beginLecture(day: Day): Promise<Arrival[]> {
  const { page } = day.people.teacher;
  await lecture(page, LECTURE).getByRole('link').click();
  await entered(page);
  day.lecturePath = new URL(page.url()).pathname;
  await page.getByRole('button', { name: 'Start class' }).click();
  await turnMicrophoneOn(page);
  const arrivals: Arrival[] = [];
  for (const student of day.punctual.slice(1)) {
    await lecture(student.page, LECTURE).getByText('Live', { exact: true }).waitFor();
    arrivals.push(await arrive(day, student));
    await turnMicrophoneOn(student.page);
  }
  return arrivals;
}

/** The video is already playing when the last one opens the lecture's link. */
export async function comeLate(day: Day): Promise<Arrival> {
  const { late } = day.people;
  await enrol(day, late);
  await startVideo(day);
  return arrive(day, late);
}

const enrol = (day: Day, { page, origin, name }: Person): Promise<void> =>
  enroll(page, origin + day.classPath, name);

/** Opens the lecture's link and waits for a picture and a voice. */
async function arrive(day: Day, { page, origin }: Person): Promise<Arrival> {
  await page.goto(origin + day.lecturePath);
  await entered(page);
  await page.waitForFunction(() => dayNotes.pictureAfter !== undefined && dayNotes.voiceAfter !== undefined);
  const [picture, voice] = await page.evaluate(
    () => [dayNotes.pictureAfter ?? Number.NaN, dayNotes.voiceAfter ?? Number.NaN] as const,
  );
  return { picture, voice };
}
