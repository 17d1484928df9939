import { normalText } from 'lectern-protocol/shown-text';
import type { ChatClient } from '../chat/chat-client.js';
import { classRoomId } from '../chat/room-id.js';
import { requestKeyOf } from '../classroom/classroom.js';
import { excludedRefusal } from '../classroom/exclusions.js';
import { canJoinClass } from '../identity/grants.js';
import { Refusal } from '../protocol/errors.js';
import type { Store } from '../store/store.js';
import type { FamilyRoutes } from './context.js';

/** Bytes that a link to the calendar counts toward what its user and network can store in a day. */
const FEED_BYTES = 16 * 1024;

/** @throws Refusal forbidden if the client is not allowed to enroll in the class */
async function requireEnrollment(store: Store, client: ChatClient, classUuid: string): Promise<void> {
  if (!canJoinClass(client.identity, classUuid)) {
    throw new Refusal('forbidden', 'you are not allowed to enroll in this class');
  }
  const excluded = await store.exclusion(classUuid, client.user.id);
  if (excluded) throw excludedRefusal(excluded);
}

/** Classes and their members (docs/protocol.md#classes). */
export const classRoutes: FamilyRoutes<'class'> = {
  async CreateClass({ classroom, options }, client, message) {
    const { title, subtitle = '' } = message.data;
    if (!client.identity.grants.create)
      throw new Refusal('forbidden', 'you are not allowed to create classes');
    const request = requestKeyOf(client, message);
    classroom.storage.spend(client.account, [title, subtitle], request !== undefined);
    await classroom.saveUser(client);
    const given = {
      instructorId: client.user.id,
      title: normalText(title),
      subtitle: normalText(subtitle),
      maxClasses: options.userClasses,
    };
    const { value } = await classroom.store.createClass(given, request);
    return { reply: { class: value, status: 200 } };
  },

  async UpdateClass({ classroom }, client, message) {
    const { classUuid, title, subtitle } = message.data;
    await classroom.access.requireClassInstructor(client, classUuid);
    const request = requestKeyOf(client, message);
    classroom.storage.spend(client.account, [title ?? '', subtitle ?? ''], request !== undefined);
    const given = {
      uuid: classUuid,
      ...(title !== undefined && { title: normalText(title) }),
      ...(subtitle !== undefined && { subtitle: normalText(subtitle) }),
    };
    const { broadcaster, store } = classroom;
    return broadcaster.storeAndBroadcast({
      roomId: classRoomId(classUuid),
      type: 'UpdateClass',
      change: (announcement) => store.updateClass(given, request, announcement),
      by: { client, request: message },
    });
  },

  async GetInvitation({ classroom }, client, message) {
    const { classUuid } = message.data;
    await requireEnrollment(classroom.store, client, classUuid);
    const [about, instructor] = await Promise.all([
      classroom.store.class(classUuid),
      classroom.lists.instructor(classUuid),
    ]);
    if (!about || !instructor) throw new Refusal('not-found', 'class not found');
    const { title, subtitle } = about;
    return { reply: { classUuid, title, subtitle, instructorName: instructor.userName, status: 200 } };
  },

  async EnrollClass({ classroom }, client, message) {
    const { classUuid } = message.data;
    await requireEnrollment(classroom.store, client, classUuid);
    const request = requestKeyOf(client, message);
    classroom.storage.spend(client.account, [], request !== undefined);
    await classroom.saveUser(client);
    const given = { classUuid, userId: client.user.id, memberType: 'student' } as const;
    const { value } = await classroom.store.enroll(given, request);
    classroom.membersChanged(classUuid);
    return { reply: { class: value, status: 200 } };
  },

  async LeaveClass({ classroom: { broadcaster, store } }, client, message) {
    const given = { classUuid: message.data.classUuid, userId: client.user.id };
    const request = requestKeyOf(client, message);
    const done = request && (await store.findReply('leaveClass', request));
    // Banned members are allowed to leave as well.
    if (!done && !(await store.member(given.classUuid, given.userId))) {
      throw new Refusal('not-found', 'you are not enrolled in this class');
    }
    return broadcaster.storeAndBroadcast({
      roomId: classRoomId(given.classUuid),
      type: 'LeaveClass',
      change: (announcement) => store.leaveClass(given, request, announcement),
      by: { client, request: message },
    });
  },

  async RemoveMember({ classroom: { access, audit, broadcaster, store } }, client, message) {
    const { classUuid, userId } = message.data;
    await access.requireClassInstructor(client, classUuid);
    let isNew = false;
    const outcome = await broadcaster.storeAndBroadcast({
      roomId: classRoomId(classUuid),
      type: 'RemoveMember',
      async change(announcement) {
        const request = requestKeyOf(client, message);
        const result = await store.removeMember({ classUuid, userId }, request, announcement);
        isNew = !result.repeated;
        return result;
      },
      by: { client, request: message },
    });
    if (isNew) {
      const target = (await store.user(userId)) ?? { id: userId };
      await audit.record(client, 'remove-member', { classUuid, target });
    }
    return outcome;
  },

  async SetMemberType({ classroom: { access, audit, broadcaster, store }, options }, client, message) {
    const { classUuid, userId, memberType } = message.data;
    const request = requestKeyOf(client, message);
    const done = request && (await store.findReply('setMemberType', request));
    // The change can have made the sender a student.
    if (!done) await access.requireClassInstructor(client, classUuid);
    const member = await store.member(classUuid, userId);
    if (!done && member?.memberType === memberType) {
      return { reply: { classUuid, userId, memberType, status: 200 } };
    }
    const given = { classUuid, userId, memberType, maxClasses: options.userClasses };
    const outcome = await broadcaster.storeAndBroadcast({
      roomId: classRoomId(classUuid),
      type: 'SetMemberType',
      change: (announcement) => store.setMemberType(given, request, announcement),
      by: { client, request: message },
    });
    if (!done && member && userId !== client.user.id) {
      const subject = { classUuid, target: member.user, detail: memberType };
      await audit.record(client, 'set-member-type', subject);
    }
    return outcome;
  },

  async DeleteClass({ classroom }, client, message) {
    const { classUuid } = message.data;
    const { broadcaster, store } = classroom;
    const request = requestKeyOf(client, message);
    const done = request && (await store.findReply('deleteClass', request));
    if (!done) await classroom.access.requireClassInstructor(client, classUuid);
    const deleted = done ? undefined : await store.class(classUuid);
    const outcome = await broadcaster.storeAndBroadcast({
      roomId: classRoomId(classUuid),
      type: 'DeleteClass',
      change: (announcement) => store.deleteClass({ uuid: classUuid }, request, announcement),
      by: { client, request: message },
    });
    if (deleted) {
      const detail = deleted.title.slice(0, 256);
      await classroom.audit.record(client, 'delete-class', { classUuid, detail });
    }
    return outcome;
  },

  async GetClasses({ classroom }, client, message) {
    const { before, limit } = message.data || {};
    const { items, ...rest } = await classroom.store.classes(client.user.id, { before, limit });
    return { reply: { classes: items, ...rest, status: 200 } };
  },

  async JoinClass({ classroom }, client, message) {
    const { classUuid } = message.data;
    await classroom.access.requireClassMember(client, classUuid);
    await classroom.saveUser(client);
    await classroom.enterClass(client, classUuid);
    const instructor = await classroom.lists.instructor(classUuid);
    if (!instructor) throw new Refusal('not-found', 'this class has no instructor');
    return { reply: { classUuid, instructor, status: 200 } };
  },

  async GetClassMembers({ classroom }, client, message) {
    const { classUuid, ...page } = message.data;
    await classroom.access.requireClassMember(client, classUuid);
    return { reply: { ...(await classroom.lists.members(classUuid, page)), status: 200 } };
  },

  async CreateClassFeed({ classroom: { access, calendar, storage } }, client, message) {
    const { classUuid } = message.data;
    await access.requireClassMember(client, classUuid);
    storage.charge(client.account, FEED_BYTES);
    const path = await calendar.createFeed({ classUuid, userId: client.user.id });
    return { reply: { path, status: 200 } };
  },

  async GetClassFeed({ classroom: { access, store } }, client, message) {
    const { classUuid } = message.data;
    await access.requireClassMember(client, classUuid);
    const feed = await store.calendarFeed(classUuid, client.user.id);
    return { reply: { ...(feed && { created: new Date(feed.createdAt).toISOString() }), status: 200 } };
  },

  async WithdrawClassFeed({ classroom: { store } }, client, message) {
    // Banned members are allowed to withdraw their links as well.
    await store.withdrawCalendarFeed({ classUuid: message.data.classUuid, userId: client.user.id });
    return { reply: { status: 200 } };
  },
};
