import type { ClientData, ClientMessageType, Refused, ServerData, ServerMessage } from 'lectern-protocol';
import type { Test } from 'tap';
import type { TestClient } from './client.js';
import type { Target } from './conformance.js';

/** The data of a successful reply. */
type Good<T extends keyof ServerData> = Exclude<ServerData[T], Refused>;

/** A person with a connection. */
export interface Person {
  client: TestClient;
  userId: string;
  clientId: string;
  /** The identity, to be presented again. */
  token: string;
}

/** A person with a new identity, or the one with the given token. */
export async function person(t: Test, server: Target, token?: string): Promise<Person> {
  const protocols = ['lectern', ...(token === undefined ? [] : [`lectern.token.${token}`])];
  const client = await server.connect(t, server.endpoint(), protocols);
  const welcome = await client.welcome();
  if (!welcome.user) throw new Error('the server did not issue an identity for a guest');
  return { client, userId: welcome.user.id, clientId: welcome.id, token: token ?? welcome.token ?? '' };
}

/** Sends a request and returns the data of its successful reply; throws if it was refused. */
export async function ask<T extends ClientMessageType & keyof ServerData>(
  { client }: Person,
  type: T,
  data: ClientData[T],
): Promise<Good<T>> {
  const reply = (await client.request(type, data)) as ServerMessage;
  const { status, message } = (reply.data ?? {}) as { status?: number; message?: string };
  if (reply.type !== type || (status !== undefined && status >= 400)) {
    throw new Error(`${type} was refused: ${status} ${message ?? JSON.stringify(reply)}`);
  }
  return reply.data as Good<T>;
}

/** The status of a refused request. The refusal has the request's type and a reason. */
export async function refusal<T extends ClientMessageType & keyof ServerData>(
  { client }: Person,
  type: T,
  data: ClientData[T],
): Promise<number> {
  const reply = (await client.request(type, data)) as ServerMessage;
  const { status, message } = reply.data as { status: number; message: unknown };
  if (reply.type !== type || typeof message !== 'string')
    throw new Error(`expected a refusal, found ${JSON.stringify(reply)}`);
  return status;
}

/** A class with its teacher and enrolled students. */
export interface TestClass {
  teacher: Person;
  students: Person[];
  classUuid: string;
}

export async function createClass(t: Test, server: Target, students = 1): Promise<TestClass> {
  const teacher = await person(t, server);
  const created = await ask(teacher, 'CreateClass', { title: 'Algebra', subtitle: 'first year' });
  const classUuid = created.class.uuid;
  const enrolled: Person[] = [];
  for (let i = 0; i < students; i++) {
    const student = await person(t, server);
    await ask(student, 'EnrollClass', { classUuid });
    enrolled.push(student);
  }
  return { teacher, students: enrolled, classUuid };
}

/** A class in the middle of a lecture: all members are in its room, and their queues are empty. */
export interface StartedLecture extends TestClass {
  lecture: { classUuid: string; lectureId: number };
  roomId: string;
}

export async function startLecture(t: Test, server: Target, students = 1): Promise<StartedLecture> {
  const made = await createClass(t, server, students);
  const { classUuid, teacher } = made;
  const created = await ask(teacher, 'CreateLecture', {
    classUuid,
    lectureDate: '2026-11-21',
    lectureName: 'Numbers',
    playlist: 'media/sample.mp4, media/other.mp4',
  });
  const lecture = { classUuid, lectureId: created.lecture.id };
  const everyone = [teacher, ...made.students];
  for (const each of everyone) await ask(each, 'JoinLecture', lecture);
  const all = everyone.length;
  await Promise.all(
    everyone.map(({ client }) => client.next('room-info', ({ data }) => data.clients.length === all)),
  );
  for (const { client } of everyone) {
    await client.next(
      'GetActiveLectureMember',
      ({ data }) => 'members' in data && data.members.length === all,
    );
    await client.drain();
  }
  return { ...made, lecture, roomId: `lecture_${lecture.lectureId}` };
}
