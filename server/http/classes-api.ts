import type { FastifyInstance } from 'fastify';
import type { Classroom } from '../classroom/classroom.js';
import { Refusal } from '../protocol/errors.js';
import { type ListQuery, numberOf, pageOf } from './list-query.js';

interface Services {
  classroom: Pick<Classroom, 'store' | 'deletions' | 'audit'>;
  log: { info(fields: object, text: string): void };
}

interface UserQuery {
  Querystring: ListQuery['Querystring'] & { user?: string };
}

interface ById {
  Params: { id: string };
}

/** Classes and lectures for operators: /classes, /classes/<uuid>, /classes/<uuid>/lectures and /lectures/<id>. */
export async function classesApi(app: FastifyInstance, { classroom, log }: Services): Promise<void> {
  const { store, deletions, audit } = classroom;
  app.get<UserQuery>('/classes', async ({ query }, reply) => {
    const expected = 'the ID of a user';
    if (!query.user)
      throw new Refusal('bad-data', `user must be ${expected}`, { pointer: '/user', expected });
    reply.header('cache-control', 'no-store');
    const { items, ...rest } = await store.classes(query.user, pageOf(query));
    return { classes: items, ...rest };
  });

  app.get<ById & ListQuery>('/classes/:id/lectures', async ({ params, query }, reply) => {
    reply.header('cache-control', 'no-store');
    const { items, ...rest } = await store.lectures(params.id, pageOf(query));
    const lectures = items.map(({ id, lectureName, lectureDate, isLive }) => ({
      id,
      lectureName,
      lectureDate,
      isLive,
    }));
    return { lectures, ...rest };
  });

  app.delete<ById>('/classes/:id', async ({ params }, reply) => {
    const classUuid = params.id;
    const deleted = await store.class(classUuid);
    await deletions.deleteClass(classUuid);
    await audit.recordOperator('delete-class', { classUuid, ...(deleted && { detail: deleted.title }) });
    log.info({ class: params.id }, 'class deleted');
    reply.code(204);
  });

  app.delete<ById>('/lectures/:id', async ({ params }, reply) => {
    const id = numberOf('id', params.id);
    const lecture = await store.lecture(id);
    await deletions.deleteLecture(id);
    if (lecture) {
      await audit.recordOperator('delete-lecture', { classUuid: lecture.classUuid, lecture });
    }
    log.info({ lecture: id }, 'lecture deleted');
    reply.code(204);
  });
}
