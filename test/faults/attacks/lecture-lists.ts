import { type Attack, rounds, upTo } from './attack.js';
import type { Attacker } from './attackers.js';

const LECTURES = 200;
const CONNECTIONS = 20;
const REQUESTS = 5;

/** The class of the last call of `fill`. */
let classUuid = '';

/** Requests with large answers. */
export const lectureLists: Attack = {
  name: 'lists of lectures',
  description: `${CONNECTIONS} guests who are enrolled in a class each send ${REQUESTS} requests every 250 ms for the ${LECTURES} lectures of the class, which have names of 200 Korean letters. A connection that is closed is opened again.`,
  async fill(attackers) {
    const instructor = await attackers.open();
    const created = await instructor.request('CreateClass', { title: 'Class', subtitle: '' });
    classUuid = (created?.class as { uuid: string } | undefined)?.uuid ?? '';
    const lecture = {
      classUuid,
      lectureDate: '2026-11-30',
      lectureName: '한'.repeat(200),
      playlist: 'a.mp4',
    };
    await Promise.all(upTo(LECTURES).map(() => instructor.request('CreateLecture', lecture)));
  },
  async prepare(attackers) {
    const enroll = async (): Promise<Attacker> => {
      const guest = await attackers.open();
      await guest.request('EnrollClass', { classUuid });
      return guest;
    };
    const guests = await Promise.all(upTo(CONNECTIONS).map(enroll));
    const request = JSON.stringify({ type: 'GetLectures', data: { classUuid, limit: LECTURES } });
    return () =>
      rounds(async () => {
        for (const [k, guest] of guests.entries()) {
          const open = guest.connected ? guest : await enroll();
          guests[k] = open;
          for (const _ of upTo(REQUESTS)) open.sendText(request);
        }
      });
  },
};
