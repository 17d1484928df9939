import { Crowd, fail, type Hearing, type Member } from './crowd.js';
import { Histogram } from './histogram.js';
import { type Counts, measure } from './measure.js';
import type { Result, Task } from './task.js';

/** Events of each lecture per second. */
const happenings = { signal: 60, chat: 2, marker: 0.2, playback: 0.2 };
type Happening = keyof typeof happenings;

/** Of ten signals between two peers, the first two are descriptions and the others candidates. */
const SIGNALS = 10;
const sdp = 'a=candidate:1 1 udp 2122260223 192.0.2.1 54400 typ host\r\n'.repeat(35);
const candidate = {
  candidate: 'candidate:1 1 udp 2122260223 192.0.2.1 54400 typ host generation 0 ufrag x7f3 network-id 1',
  sdpMid: '0',
  sdpMLineIndex: 0,
};

/** One lecture, and the messages of its members for each event. The first member is the teacher. */
interface Lecture {
  members: Member[];
  message(happening: Happening, number: number, to: Member): string;
}

const descriptionOrCandidate = (number: number) => {
  const type = ['offer', 'answer'][number % SIGNALS];
  return type ? { type, data: { type, sdp } } : { type: 'icecandidate', data: candidate };
};

async function lecternLecture(crowd: Crowd, size: number, hearing: Hearing): Promise<Lecture> {
  const asker = async () => {
    const waiting = new Map<number, (data: Record<string, never>) => void>();
    let last = 0;
    const member = await crowd.open('/ws?deltas=1', {
      ...hearing,
      text(text) {
        hearing.text?.(text);
        if (waiting.size === 0) return;
        const { id, data } = JSON.parse(text);
        waiting.get(id)?.(data);
        waiting.delete(id);
      },
    });
    const ask = (type: string, data: object) => {
      const id = ++last;
      const answered = new Promise<Record<string, never>>((resolve) => waiting.set(id, resolve));
      member.client.say(JSON.stringify({ type, data, id }));
      return answered;
    };
    return { member, ask };
  };
  const teacher = await asker();
  const { class: made } = (await teacher.ask('CreateClass', { title: 'Algebra' })) as never as {
    class: { uuid: string };
  };
  const classUuid = made.uuid;
  const given = { classUuid, lectureDate: '2026-11-21', lectureName: 'Numbers', playlist: 'a.mp4' };
  const { lecture } = (await teacher.ask('CreateLecture', given)) as never as { lecture: { id: number } };
  const named = { classUuid, lectureId: lecture.id };
  await teacher.ask('JoinLecture', named);
  const members = [teacher.member];
  while (members.length < size) {
    const student = await asker();
    await student.ask('EnrollClass', { classUuid });
    await student.ask('JoinLecture', named);
    members.push(student.member);
  }
  return {
    members,
    message(happening, number, to) {
      switch (happening) {
        case 'signal':
          return JSON.stringify({ receiver: to.id, ...descriptionOrCandidate(number) });
        case 'chat':
          return JSON.stringify({
            type: 'LiveChatTextMessage',
            data: { ...named, text: 'Why is there no largest number?' },
          });
        case 'marker': {
          const marker = { markerType: 'Question', videoIndex: 0, time: number };
          return JSON.stringify({ type: 'CreateMarker', data: { ...named, marker } });
        }
        case 'playback':
          return JSON.stringify({ type: 'InstructorTimeChange', data: { ...named, newtime: number } });
      }
    },
  };
}

async function socketIoLecture(crowd: Crowd, size: number, hearing: Hearing, room: string): Promise<Lecture> {
  const members: Member[] = [];
  while (members.length < size) members.push(await crowd.enter(room, hearing));
  const event = (type: string, data: object) => `42${JSON.stringify([type, data])}`;
  return {
    members,
    message(happening, number, to) {
      switch (happening) {
        case 'signal':
          return event('signal', { to: to.id, data: descriptionOrCandidate(number) });
        case 'chat':
          return event('chat', { text: 'Why is there no largest number?' });
        case 'marker':
          return event('marker', { markerType: 'Question', videoIndex: 0, time: number });
        case 'playback':
          return event('playback', { position: number });
      }
    },
  };
}

/** Lectures whose members repeatedly connect to each other, while messages are sent and the video plays. */
export async function lectures(task: Task, load: { lectures: number; members: number }): Promise<Result> {
  const crowd = new Crowd(task);
  const counts: Counts = {
    deliveries: 0,
    bytes: () => crowd.received,
    latencies: new Histogram(),
    across: new Histogram(),
  };
  const hearing: Hearing = {
    text(text) {
      counts.deliveries++;
      if (/"type":"error"|"status":[45]\d\d/.test(text)) fail(`the server refuses: ${text}`);
    },
  };
  const make = task.server === 'lectern' ? lecternLecture : socketIoLecture;
  const all = await crowd.each(load.lectures, (index) =>
    make(crowd, load.members, hearing, `lecture-${index}`),
  );
  await crowd.quiet();
  const started = performance.now();
  const done: Record<Happening, number> = { signal: 0, chat: 0, marker: 0, playback: 0 };
  const timer = setInterval(() => {
    const elapsed = (performance.now() - started) / 1000;
    for (const happening of Object.keys(happenings) as Happening[]) {
      const due = elapsed * happenings[happening] * all.length;
      for (; done[happening] < due; done[happening]++) {
        const number = Math.floor(done[happening] / all.length);
        const { members, message } = all[done[happening] % all.length] as Lecture;
        const from = happening === 'playback' ? 0 : number % members.length;
        const to = members[(number + 1) % members.length] as Member;
        members[from]?.client.say(message(happening, number, to));
      }
    }
  }, 2);
  const result = await measure(task, counts);
  clearInterval(timer);
  const { p50, p99, ...rest } = result;
  return rest;
}
