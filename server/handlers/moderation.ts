import { requestKeyOf } from '../classroom/classroom.js';
import type { Exclusion } from '../store/store.js';
import type { FamilyRoutes } from './context.js';

const wireExclusion = ({ user, lecture, createdAt }: Exclusion) => ({
  userId: user.id,
  userName: user.name,
  ...(lecture
    ? { scope: 'lecture' as const, lectureId: lecture.id, lectureName: lecture.lectureName }
    : { scope: 'class' as const }),
  since: new Date(createdAt).toISOString(),
});

/** Users who were removed from a lecture or banned from a class (docs/protocol.md#moderation). */
export const moderationRoutes: FamilyRoutes<'moderation'> = {
  async GetExclusions({ classroom }, client, { data }) {
    const { classUuid, before, limit } = data;
    await classroom.access.requireClassInstructor(client, classUuid);
    const { items, ...rest } = await classroom.store.exclusions(classUuid, { before, limit });
    return { reply: { exclusions: items.map(wireExclusion), ...rest, status: 200 } };
  },

  async ReadmitParticipant({ classroom }, client, message) {
    const { data } = message;
    await classroom.access.requireClassInstructor(client, data.classUuid);
    await classroom.store.readmit(data, requestKeyOf(client, message));
    return { reply: { ...data, status: 200 } };
  },
};
