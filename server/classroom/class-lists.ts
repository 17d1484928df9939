import type { Member, SavedMessage, Lecture as WireLecture } from 'lectern-protocol';
import type { Backplane } from '../backplane/backplane.js';
import { classRoomId, lectureRoomId } from '../chat/room-id.js';
import {
  type ClassMember,
  type ForwardQuery,
  type Lecture,
  type Message,
  PAGE,
  type Page,
  type PageQuery,
  type Store,
} from '../store/store.js';
import { fitPage } from './fit-page.js';
import { toSavedMessage } from './saved-message.js';

/** Maximum number of participants of each lecture in a list of lectures. */
const LISTED_PARTICIPANTS = 10;

/** Selects a page of lectures. */
interface LecturesQuery extends PageQuery {
  /** Whether the lectures contain their playlists. */
  playlists?: boolean | undefined;
}

/** Selects a page of the users in a lecture. */
interface ActiveMembersQuery {
  /** The last user of the previous page. */
  after?: string | undefined;
  limit?: number | undefined;
}

/** The lists of classes and lectures, in pages. */
export class ClassLists {
  /** @param pageBytes maximum size of a page whose items have texts of any length */
  constructor(
    private readonly store: Store,
    private readonly backplane: Pick<Backplane, 'members'>,
    readonly pageBytes: number,
  ) {}

  /** Returns users who are enrolled, and whether they are on the page of the class or in one of its newest lectures. */
  async members(
    classUuid: string,
    { after, limit = PAGE.maxSize }: ForwardQuery = {},
  ): Promise<{ members: Member[]; after?: number }> {
    const { items, ...rest } = await this.store.members(classUuid, { after, limit });
    const here = await this.usersOf(classUuid);
    return { members: items.map((each) => toClassMember(each, here.has(each.user.id))), ...rest };
  }

  /** Returns the instructor who has been enrolled for the longest time. */
  async instructor(classUuid: string): Promise<Member | undefined> {
    const [first] = await this.store.instructors(classUuid);
    return first && toClassMember(first, (await this.usersOf(classUuid)).has(first.user.id));
  }

  /** Returns users in the lecture's room, each once. */
  async activeMembers(
    { id, classUuid }: Lecture,
    { after, limit = PAGE.maxSize }: ActiveMembersQuery = {},
  ): Promise<{ members: Member[]; after?: string }> {
    const users = [...(await this.usersIn(lectureRoomId(id)))];
    const start = after === undefined ? 0 : users.indexOf(after) + 1;
    const page = users.slice(start, start + limit);
    const last = page.at(-1);
    const found = await Promise.all(page.map((userId) => this.store.member(classUuid, userId)));
    const members = found.flatMap((member) => (member ? [toClassMember(member, true)] : []));
    return { members, ...(last !== undefined && start + limit < users.length && { after: last }) };
  }

  /** Returns lectures with a few of their participants. */
  async lectures(
    classUuid: string,
    { playlists = false, ...query }: LecturesQuery = {},
  ): Promise<{ lectures: WireLecture[]; before?: number }> {
    const { items, ...rest } = await this.store.lectures(classUuid, query);
    const lectures = await Promise.all(
      items.map((each) => this.listed(playlists ? each : { ...each, playlist: '' })),
    );
    const page = fitPage({ items: lectures, ...rest }, this.pageBytes, ({ id }) => id);
    return { lectures: page.items, ...(page.before !== undefined && { before: page.before }) };
  }

  /** Returns a lecture with a few of its participants. */
  listed(lecture: Lecture): Promise<WireLecture> {
    return this.lecture(lecture, LISTED_PARTICIPANTS);
  }

  /** @param limit maximum number of participants */
  async lecture(lecture: Lecture, limit?: number): Promise<WireLecture> {
    const { speech, recordingId, ...rest } = lecture;
    const { members: participants } = await this.activeMembers(lecture, { limit });
    const present = (await this.usersIn(lectureRoomId(lecture.id))).size;
    return { ...rest, participants, present };
  }

  /** Converts a page of stored messages. */
  messages(page: Page<Message>): Page<SavedMessage> {
    const items = page.items.map(toSavedMessage);
    return fitPage({ ...page, items }, this.pageBytes, ({ messageId }) => messageId);
  }

  /** Returns the users on the page of a class or in one of its newest lectures. */
  private async usersOf(classUuid: string): Promise<Set<string>> {
    const { items } = await this.store.lectures(classUuid, {});
    const rooms = [classRoomId(classUuid), ...items.map(({ id }) => lectureRoomId(id))];
    const users = await Promise.all(rooms.map((roomId) => this.usersIn(roomId)));
    return new Set(users.flatMap((each) => [...each]));
  }

  private async usersIn(roomId: string): Promise<Set<string>> {
    return new Set((await this.backplane.members(roomId)).map(({ userId }) => userId));
  }
}

export const toClassMember = ({ user, memberType }: ClassMember, connected: boolean): Member => ({
  userId: user.id,
  userName: user.name,
  memberType,
  connected,
});
