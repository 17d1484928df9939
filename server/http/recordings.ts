import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import type { Classroom } from '../classroom/classroom.js';
import type { DownloadLinks } from '../identity/download-links.js';
import type { Revocations } from '../identity/revocations.js';
import { Refusal } from '../protocol/errors.js';

interface Services {
  classroom: Pick<Classroom, 'store' | 'access' | 'recordings'>;
  links: Pick<DownloadLinks, 'read'>;
  revocations: Pick<Revocations, 'isRevoked'>;
}

/** The files of recordings, at the links that members of the class get by `GetRecordings`. */
export async function recordings(
  app: FastifyInstance,
  { classroom: { store, access, recordings }, links, revocations }: Services,
): Promise<void> {
  const { folder } = recordings;
  if (!folder) return;
  await app.register(fastifyStatic, { root: folder.path, serve: false, cacheControl: false });
  app.get<{ Params: { link: string } }>('/recordings/:link/:name', async ({ params }, reply) => {
    const { fileId, userId } = links.read(params.link);
    const found = await store.recordingFile(fileId);
    const lecture = found && (await store.lecture(found.recording.lectureId));
    if (!lecture) throw new Refusal('not-found', 'this recording has been deleted');
    if (revocations.isRevoked({ user: { id: userId } }))
      throw new Refusal('forbidden', 'the user has been revoked');
    await access.requireUserIn(userId, lecture);
    const { file, recording } = found;
    return reply
      .header('cache-control', 'private, no-cache')
      .sendFile(`lecture-${recording.lectureId}/${recording.id}/${file.name}`);
  });
}
