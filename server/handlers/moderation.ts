import type { AuditEntry as WireEntry } from 'lectern-protocol';
import { requestKeyOf } from '../classroom/classroom.js';
import type { AuditEntry, Exclusion } from '../store/store.js';
import type { FamilyRoutes } from './context.js';

const wireExclusion = ({ user, lecture, createdAt }: Exclusion) => ({
  userId: user.id,
  userName: user.name,
  ...(lecture
    ? { scope: 'lecture' as const, lectureId: lecture.id, lectureName: lecture.lectureName }
    : { scope: 'class' as const }),
  since: new Date(createdAt).toISOString(),
});

const wireEntry = ({ action, at, actor, target, lecture, detail }: AuditEntry): WireEntry => ({
  // Other actions are not about a class.
  action: action as WireEntry['action'],
  at: new Date(at).toISOString(),
  ...(actor && { actorId: actor.id, actorName: actor.name }),
  ...(target && { targetId: target.id }),
  ...(target?.name !== undefined && { targetName: target.name }),
  ...(lecture && { lectureId: lecture.id, lectureName: lecture.lectureName }),
  ...(detail !== undefined && { detail }),
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
    const { store, audit } = classroom;
    const { repeated } = await store.readmit(data, requestKeyOf(client, message));
    const { classUuid, lectureId, userId } = data;
    if (!repeated) {
      const target = await store.user(userId);
      const lecture = lectureId === undefined ? undefined : await store.lecture(lectureId);
      const subject = { classUuid, target: target ?? { id: userId }, ...(lecture && { lecture }) };
      await audit.record(client, lecture ? 'readmit' : 'lift-ban', subject);
    }
    return { reply: { ...data, status: 200 } };
  },

  async GetAuditLog({ classroom }, client, { data }) {
    const { classUuid, before, limit } = data;
    await classroom.access.requireClassInstructor(client, classUuid);
    const { items, ...rest } = await classroom.audit.entries({ classUuid, before, limit });
    return { reply: { entries: items.map(wireEntry), ...rest, status: 200 } };
  },
};
