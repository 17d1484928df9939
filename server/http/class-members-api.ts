import type { FastifyInstance } from 'fastify';
import type { HttpClassMember } from 'lectern-protocol/http';
import { classMember } from 'lectern-protocol/http-validators';
import { cleanText } from 'lectern-protocol/shown-text';
import { classRoomId } from '../chat/room-id.js';
import { ATTENDANCE_GAP_MS } from '../classroom/attendance-tracker.js';
import type { Classroom } from '../classroom/classroom.js';
import { Refusal } from '../protocol/errors.js';
import type { ForwardQuery, Store, User } from '../store/store.js';
import { bodyOf } from './body.js';
import { type ListQuery, numberOf } from './list-query.js';

interface Services {
  classroom: Pick<Classroom, 'store' | 'audit' | 'broadcaster' | 'lists' | 'membersChanged'>;
}

interface ById {
  Params: { id: string };
}

interface MemberParams {
  Params: { id: string; user: string };
}

interface AfterQuery {
  Querystring: { after?: string; limit?: ListQuery['Querystring']['limit'] };
}

/** Maximum length of the ID of a user. */
const MAX_USER_ID = 64;

/** Returns the page that a request asks for. @throws Refusal bad-data */
const forwardOf = ({ after, limit }: AfterQuery['Querystring']): ForwardQuery => ({
  after: after === undefined ? undefined : numberOf('after', after),
  limit: limit === undefined ? undefined : numberOf('limit', limit),
});

/** Stores a user whom the server does not know yet. Returns the user, whose name is that of the last login. */
export async function saveUnknown(
  store: Pick<Store, 'user' | 'saveUser'>,
  id: string,
  username = id,
): Promise<User> {
  const known = await store.user(id);
  if (known) return known;
  return (await store.saveUser({ id, name: cleanText(username) || id })).value;
}

/** The people of classes: /classes/<uuid>/members, /classes/<uuid>/members/<user> and /lectures/<id>/attendance. */
export async function classMembersApi(app: FastifyInstance, { classroom }: Services): Promise<void> {
  const { store, audit, broadcaster, lists } = classroom;

  /** @throws Refusal not-found */
  async function requireClass(uuid: string): Promise<void> {
    if (!(await store.class(uuid))) throw new Refusal('not-found', 'class not found');
  }

  app.get<ById & AfterQuery>('/classes/:id/members', async ({ params, query }, reply) => {
    reply.header('cache-control', 'no-store');
    await requireClass(params.id);
    const { limit = 50, ...page } = forwardOf(query);
    const { members, after } = await lists.members(params.id, { ...page, limit });
    return {
      members: members.map(({ userId: user, userName: username, memberType, connected }) => ({
        user,
        username,
        memberType,
        connected,
      })),
      ...(after !== undefined && { after: String(after) }),
    };
  });

  app.put<MemberParams>('/classes/:id/members/:user', async ({ params, body, operator }, reply) => {
    const { id: classUuid, user: userId } = params;
    if (userId === '' || [...userId].length > MAX_USER_ID) {
      const expected = `1 to ${MAX_USER_ID} characters`;
      throw new Refusal('bad-data', `user must be ${expected}`, { pointer: '/user', expected });
    }
    const given = bodyOf<HttpClassMember>(classMember, body ?? {});
    await requireClass(classUuid);
    const before = await store.member(classUuid, userId);
    if (!before) {
      if (await store.exclusion(classUuid, userId)) {
        throw new Refusal(
          'conflict',
          'the user is banned from this class; ask an instructor to lift the ban first',
        );
      }
      const target = await saveUnknown(store, userId, given.username);
      await store.enroll({ classUuid, userId, memberType: 'student' });
      classroom.membersChanged(classUuid);
      await audit.recordOperator('enroll', { classUuid, target }, operator);
    }
    const { memberType = before?.memberType ?? 'student' } = given;
    if (memberType !== (before?.memberType ?? 'student')) {
      await broadcaster.storeAndBroadcast({
        roomId: classRoomId(classUuid),
        type: 'SetMemberType',
        change: (announcement) =>
          store.setMemberType({ classUuid, userId, memberType }, undefined, announcement),
      });
      const target = (await store.user(userId)) ?? { id: userId };
      await audit.recordOperator('set-member-type', { classUuid, target, detail: memberType }, operator);
    }
    reply.code(204);
  });

  app.delete<MemberParams>('/classes/:id/members/:user', async ({ params, operator }, reply) => {
    const { id: classUuid, user: userId } = params;
    const member = await store.member(classUuid, userId);
    await broadcaster.storeAndBroadcast({
      roomId: classRoomId(classUuid),
      type: 'LeaveClass',
      change: (announcement) => store.leaveClass({ classUuid, userId }, undefined, announcement),
    });
    const target = member?.user ?? { id: userId };
    await audit.recordOperator('remove-member', { classUuid, target }, operator);
    reply.code(204);
  });

  app.get<ById & AfterQuery>('/lectures/:id/attendance', async ({ params, query }, reply) => {
    reply.header('cache-control', 'no-store');
    const lectureId = numberOf('id', params.id);
    if (!(await store.lecture(lectureId))) throw new Refusal('not-found', `lecture ${lectureId} not found`);
    const { items, after } = await store.attendance(lectureId, {
      mergeGap: ATTENDANCE_GAP_MS,
      ...forwardOf(query),
    });
    return {
      attendance: items.map(({ user, spans }) => ({ user: user.id, username: user.name, spans })),
      ...(after !== undefined && { after: String(after) }),
    };
  });
}
