import type { FastifyInstance } from 'fastify';
import type { Backplane } from '../backplane/backplane.js';
import { lectureRoomId } from '../chat/room-id.js';
import type { Classroom } from '../classroom/classroom.js';
import { type ListQuery, pageOf } from './list-query.js';
import type { NodeMonitor } from './node-monitor.js';

interface Services {
  monitor: NodeMonitor;
  backplane: Pick<Backplane, 'members'>;
  classroom: Pick<Classroom, 'store'>;
}

/** The state of the server for operators: /nodes, /refusals and /lectures. */
export async function nodesApi(
  app: FastifyInstance,
  { monitor, backplane, classroom }: Services,
): Promise<void> {
  const { store } = classroom;
  app.addHook('onRequest', async (_, reply) => {
    reply.header('cache-control', 'no-store');
  });

  app.get('/nodes', async () => ({ nodes: await monitor.all() }));

  app.get('/refusals', () => monitor.allRefusals());

  app.get<ListQuery>('/lectures', async ({ query }) => {
    const { items, ...rest } = await store.liveLectures(pageOf(query));
    const lectures = items.map(async ({ id, classUuid, lectureName, lectureDate }) => {
      const [group, members] = await Promise.all([
        store.class(classUuid),
        backplane.members(lectureRoomId(id)),
      ]);
      const clients = members.length;
      return { id, name: lectureName, date: lectureDate, class: classUuid, title: group?.title, clients };
    });
    return { lectures: await Promise.all(lectures), ...rest };
  });
}
