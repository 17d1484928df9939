import type { FastifyInstance } from 'fastify';
import type { AuditLog } from '../classroom/audit-log.js';
import type { AuditEntry } from '../store/store.js';
import { type ListQuery, pageOf } from './list-query.js';

interface AuditQuery {
  Querystring: ListQuery['Querystring'] & { class?: string };
}

const wireEntry = ({ id, at, action, actor, key, classUuid, lecture, target, detail }: AuditEntry) => ({
  id,
  at,
  action,
  by: actor ? { user: actor.id, name: actor.name } : key === undefined ? 'operator' : { key },
  ...(classUuid !== undefined && { class: classUuid }),
  ...(lecture && { lecture: { id: lecture.id, name: lecture.lectureName } }),
  ...(target && { target }),
  ...(detail !== undefined && { detail }),
});

/** The actions of teachers and operators against others: GET /audit. */
export async function auditApi(
  app: FastifyInstance,
  { audit }: { audit: Pick<AuditLog, 'entries'> },
): Promise<void> {
  app.get<AuditQuery>('/audit', async ({ query }, reply) => {
    reply.header('cache-control', 'no-store');
    const { class: classUuid } = query;
    const { items, ...rest } = await audit.entries({
      ...pageOf(query),
      ...(classUuid !== undefined && { classUuid }),
    });
    return { entries: items.map(wireEntry), ...rest };
  });
}
