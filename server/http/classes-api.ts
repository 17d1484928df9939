import type { FastifyInstance } from 'fastify';
import type { HttpCreateClass, HttpCreateLecture } from 'lectern-protocol/http';
import { createClass, createLecture } from 'lectern-protocol/http-validators';
import { normalText } from 'lectern-protocol/shown-text';
import { classRoomId } from '../chat/room-id.js';
import type { Classroom } from '../classroom/classroom.js';
import { Refusal } from '../protocol/errors.js';
import type { Lecture } from '../store/store.js';
import { bodyOf } from './body.js';
import { saveUnknown } from './class-members-api.js';
import { type ListQuery, numberOf, pageOf } from './list-query.js';

interface Services {
  classroom: Pick<Classroom, 'store' | 'deletions' | 'audit' | 'broadcaster'>;
  log: { info(fields: object, text: string): void };
}

interface UserQuery {
  Querystring: ListQuery['Querystring'] & { user?: string };
}

interface ById {
  Params: { id: string };
}

const wireLecture = ({
  id,
  lectureName,
  lectureDate,
  isLive,
}: Pick<Lecture, 'id' | 'lectureName' | 'lectureDate' | 'isLive'>) => ({
  id,
  lectureName,
  lectureDate,
  isLive,
});

/** Classes and lectures for operators: /classes, /classes/<uuid>, /classes/<uuid>/lectures and /lectures/<id>. */
export async function classesApi(app: FastifyInstance, { classroom, log }: Services): Promise<void> {
  const { store, deletions, audit, broadcaster } = classroom;
  app.get<UserQuery>('/classes', async ({ query }, reply) => {
    const expected = 'the ID of a user';
    if (!query.user)
      throw new Refusal('bad-data', `user must be ${expected}`, { pointer: '/user', expected });
    reply.header('cache-control', 'no-store');
    const { items, ...rest } = await store.classes(query.user, pageOf(query));
    return { classes: items, ...rest };
  });

  app.post('/classes', async ({ body }, reply) => {
    const { title, subtitle = '', instructor, username } = bodyOf<HttpCreateClass>(createClass, body);
    await saveUnknown(store, instructor, username);
    const { value } = await store.createClass({
      instructorId: instructor,
      title: normalText(title),
      subtitle: normalText(subtitle),
    });
    log.info({ class: value.uuid }, 'class created');
    reply.code(201);
    return { class: value };
  });

  app.get<ById & ListQuery>('/classes/:id/lectures', async ({ params, query }, reply) => {
    reply.header('cache-control', 'no-store');
    const { items, ...rest } = await store.lectures(params.id, pageOf(query));
    return { lectures: items.map(wireLecture), ...rest };
  });

  app.post<ById>('/classes/:id/lectures', async ({ params, body }, reply) => {
    const classUuid = params.id;
    const { lectureName, lectureDate, playlist = '' } = bodyOf<HttpCreateLecture>(createLecture, body);
    if (!(await store.class(classUuid))) throw new Refusal('not-found', 'class not found');
    const given = { classUuid, lectureName: normalText(lectureName), lectureDate, playlist };
    let created: Lecture | undefined;
    await broadcaster.storeAndBroadcast({
      roomId: classRoomId(classUuid),
      type: 'CreateLecture',
      async change(announcement) {
        const result = await store.createLecture(given, undefined, announcement);
        created = result.value;
        return result;
      },
    });
    log.info({ lecture: created?.id }, 'lecture created');
    reply.code(201);
    return { lecture: created && wireLecture(created) };
  });

  app.delete<ById>('/classes/:id', async ({ params, operator }, reply) => {
    const classUuid = params.id;
    const deleted = await store.class(classUuid);
    await deletions.deleteClass(classUuid);
    const subject = { classUuid, ...(deleted && { detail: deleted.title }) };
    await audit.recordOperator('delete-class', subject, operator);
    log.info({ class: params.id }, 'class deleted');
    reply.code(204);
  });

  app.delete<ById>('/lectures/:id', async ({ params, operator }, reply) => {
    const id = numberOf('id', params.id);
    const lecture = await store.lecture(id);
    await deletions.deleteLecture(id);
    if (lecture) {
      const subject = { classUuid: lecture.classUuid, lecture };
      await audit.recordOperator('delete-lecture', subject, operator);
    }
    log.info({ lecture: id }, 'lecture deleted');
    reply.code(204);
  });
}
