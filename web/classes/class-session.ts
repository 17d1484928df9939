import { signal } from '@preact/signals';
import { type Member, RequestError, type Signaler } from 'lectern-client';
import type { Lecture, Refused, ServerData, ServerMessageType } from 'lectern-protocol';
import { announce } from '../announcer.js';
import { classroomApp, connected, userId, whenOpen } from '../classroom-app.js';
import { showToast } from '../components/toasts.js';
import { words } from '../i18n/index.js';
import { codeOf, type FailureCode } from '../refusal.js';
import type { LectureFields } from './lecture-form.js';
import { classChanged, classGone, loadClasses, roleChanged } from './my-classes.js';

/**
 * The user's relation to the class: `asking` until the server has answered, `not-enrolled`, `banned` by the teacher,
 * `missing` if the class does not exist, `failed` if the server could not answer.
 */
export type Enrollment = 'asking' | 'member' | 'not-enrolled' | 'banned' | 'missing' | 'failed';

type LecturePage = Pick<Good<'GetLectures'>, 'lectures' | 'before'>;
type MemberPage = Pick<Good<'GetClassMembers'>, 'members' | 'after'>;
type Good<T extends ServerMessageType> = Exclude<ServerData[T], Refused>;

/** A class as one of its members sees it, updated as it changes. */
export class ClassSession {
  readonly enrollment = signal<Enrollment>('asking');
  readonly trouble = signal<FailureCode | undefined>(undefined);
  readonly lectures = signal<readonly Lecture[] | undefined>(undefined);
  readonly members = signal<readonly Member[] | undefined>(undefined);
  /** The cursor of the page of older lectures; undefined if all of them are shown. */
  readonly olderLectures = signal<number | undefined>(undefined);
  /** Lectures that were created before the list was loaded. */
  #early: Lecture[] = [];
  #stops: (() => void)[] = [];

  constructor(readonly uuid: string) {}

  /** Joins the class's room, and joins it again after each reconnection. Returns a function that stops this. */
  open(): () => void {
    const stop = whenOpen((signaler) => {
      this.#listen(signaler);
      void this.#enter(signaler);
    });
    return () => {
      stop();
      this.#stopListening();
    };
  }

  /** Tries to join again after a failure. */
  again(): void {
    const now = classroomApp.peek();
    if (now) void this.#enter(now.signaler);
  }

  /** Creates a lecture; instructor only. Rejects with a RequestError. */
  async createLecture(given: Pick<Lecture, 'lectureDate' | 'lectureName' | 'playlist'>): Promise<Lecture> {
    const signaler = await connected();
    const { data } = await signaler.request('CreateLecture', { classUuid: this.uuid, ...given });
    this.#add(data.lecture);
    return data.lecture;
  }

  /** Returns a lecture of the list with its playlist. Rejects with a RequestError. */
  async lectureToEdit(lectureId: number): Promise<Lecture> {
    const signaler = await connected();
    const page = { before: lectureId + 1, limit: 1, playlists: true };
    const { data } = await signaler.request('GetLectures', { classUuid: this.uuid, ...page });
    const lecture = data.lectures.find(({ id }) => id === lectureId);
    if (!lecture) throw new RequestError('not-found', 'the lecture has been deleted');
    return lecture;
  }

  /** Changes a lecture; instructor only. Rejects with a RequestError. */
  async updateLecture(lectureId: number, change: Partial<LectureFields>): Promise<void> {
    const signaler = await connected();
    const { data } = await signaler.request('UpdateLecture', { classUuid: this.uuid, lectureId, ...change });
    this.#replace(data.lecture);
  }

  /** Deletes a lecture; instructor only. Rejects with a RequestError. */
  async deleteLecture(lectureId: number): Promise<void> {
    const signaler = await connected();
    await signaler.request('DeleteLecture', { classUuid: this.uuid, lectureId });
    this.#remove(lectureId);
  }

  /** Makes a member a teacher or a student; instructor only. Rejects with a RequestError. */
  async setMemberType(userId: string, memberType: Member['memberType']): Promise<void> {
    const signaler = await connected();
    await signaler.request('SetMemberType', { classUuid: this.uuid, userId, memberType });
  }

  /** Removes a student from the class; instructor only. Rejects with a RequestError. */
  async removeMember(userId: string): Promise<void> {
    const signaler = await connected();
    await signaler.request('RemoveMember', { classUuid: this.uuid, userId });
  }

  /** Adds the page of older lectures. */
  async loadOlderLectures(): Promise<void> {
    const before = this.olderLectures.peek();
    if (before === undefined) return;
    try {
      const signaler = await connected();
      const { data } = await signaler.request('GetLectures', { classUuid: this.uuid, before });
      if (this.olderLectures.peek() !== before) return;
      this.#show([...data.lectures, ...(this.lectures.peek() ?? [])]);
      this.olderLectures.value = data.before;
    } catch (error) {
      this.#refused(codeOf(error));
    }
  }

  async #enter(signaler: Signaler): Promise<void> {
    const classUuid = this.uuid;
    try {
      await signaler.request('JoinClass', { classUuid });
      // Only members request more, since refused requests count toward a limit.
      const [lectures, members] = await Promise.all([
        signaler.request('GetLectures', { classUuid }),
        signaler.request('GetClassMembers', { classUuid }),
        loadClasses(signaler),
      ]);
      this.#showNewest(lectures.data);
      this.#showMembers(signaler, members.data);
      this.trouble.value = undefined;
      this.enrollment.value = 'member';
    } catch (error) {
      if (error instanceof RequestError && error.data?.removed_from) this.enrollment.value = 'banned';
      else this.#refused(codeOf(error));
    }
  }

  #refused(code: FailureCode): void {
    if (code === 'disconnected') return;
    if (code === 'forbidden') this.enrollment.value = 'not-enrolled';
    else if (code === 'not-found' || code === 'bad-data') this.enrollment.value = 'missing';
    else {
      this.trouble.value = code;
      if (this.enrollment.value === 'asking') this.enrollment.value = 'failed';
    }
  }

  #listen(signaler: Signaler): void {
    this.#stopListening();
    const here = `room/class_${this.uuid}`;
    this.#stops = [
      signaler.on('GetLectures', ({ receiver, data }) => {
        if (receiver === here && data.status === 200) this.#showNewest(data);
      }),
      signaler.on('CreateLecture', ({ receiver, data }) => {
        if (receiver === here && data.status === 200) this.#add(data.lecture);
      }),
      signaler.on('UpdateLecture', ({ receiver, data }) => {
        if (receiver === here && data.status === 200) this.#replace(data.lecture);
      }),
      signaler.on('UpdateClass', ({ receiver, data }) => {
        if (receiver === here && data.status === 200) classChanged(data);
      }),
      signaler.on('DeleteLecture', ({ receiver, data }) => {
        if (receiver === here && data.status === 200) this.#remove(data.lectureId);
      }),
      signaler.on('DeleteClass', ({ receiver, data }) => {
        if (receiver !== here || data.status !== 200) return;
        classGone(this.uuid);
        this.enrollment.value = 'missing';
      }),
      signaler.on('DropParticipant', ({ data }) => {
        const isBan = data.status === 200 && data.scope === 'class' && this.#isOwn(data);
        if (isBan) this.enrollment.value = 'banned';
      }),
      signaler.on('RemoveMember', ({ data }) => {
        if (data.status === 200 && this.#isOwn(data)) this.#ended('banned');
      }),
      signaler.on('LeaveClass', ({ data }) => {
        if (data.status === 200 && this.#isOwn(data)) this.#ended('not-enrolled');
      }),
      signaler.on('SetMemberType', ({ data }) => {
        if (data.status !== 200 || !this.#isOwn(data)) return;
        roleChanged(this.uuid, data.memberType);
        const { youAreTeacher, youAreStudent } = words.value.manage;
        showToast(data.memberType === 'instructor' ? youAreTeacher : youAreStudent);
      }),
      signaler.on('GetClassMembers', ({ receiver, data }) => {
        if (receiver === here && data.status === 200) this.#showMembers(signaler, data);
      }),
    ];
  }

  /** Returns whether a message is about the user's own membership. */
  #isOwn(data: { classUuid: string; userId: string }): boolean {
    return data.classUuid === this.uuid && data.userId === userId.peek();
  }

  #ended(enrollment: Enrollment): void {
    classGone(this.uuid);
    this.enrollment.value = enrollment;
  }

  #stopListening(): void {
    for (const stop of this.#stops.splice(0)) stop();
  }

  /** Shows the newest page of the lectures, and keeps the older ones that have been loaded. */
  #showNewest({ lectures, before }: LecturePage): void {
    const first = lectures[0]?.id ?? 0;
    const last = lectures.at(-1)?.id ?? 0;
    const created = this.#early.splice(0).filter(({ id }) => id > last);
    const older = before === undefined ? [] : (this.lectures.peek() ?? []).filter(({ id }) => id < first);
    this.#show([...older, ...lectures, ...created]);
    if (older.length === 0) this.olderLectures.value = before;
  }

  /** Shows the first page of the members at once, and the others as they arrive. */
  #showMembers(signaler: Signaler, { members, after }: MemberPage, before: readonly Member[] = []): void {
    const ids = new Set(members.map(({ userId }) => userId));
    const known = before.filter(({ userId }) => !ids.has(userId));
    const all = [...known, ...members];
    this.members.value = all;
    if (after === undefined) return;
    signaler.request('GetClassMembers', { classUuid: this.uuid, after }).then(
      ({ data }) => {
        // A newer list can have been received in the meantime.
        if (this.members.peek() === all) this.#showMembers(signaler, data, all);
      },
      () => {
        // The next change sends the list again.
      },
    );
  }

  /** Adds a lecture. Before the list is loaded, it would be a list of this lecture alone. */
  #add(lecture: Lecture): void {
    const lectures = this.lectures.peek();
    if (lectures) this.#show([...lectures.filter(({ id }) => id !== lecture.id), lecture]);
    else this.#early.push(lecture);
  }

  #replace(lecture: Lecture): void {
    const lectures = this.lectures.peek();
    if (lectures) this.#show(lectures.map((each) => (each.id === lecture.id ? lecture : each)));
  }

  #remove(lectureId: number): void {
    const lectures = this.lectures.peek();
    if (lectures) this.#show(lectures.filter(({ id }) => id !== lectureId));
  }

  #show(lectures: readonly Lecture[]): void {
    const before = this.lectures.value;
    this.lectures.value = lectures;
    const wasLive = new Set(before?.filter(({ isLive }) => isLive).map(({ id }) => id));
    const begun = before && lectures.find(({ id, isLive }) => isLive && !wasLive.has(id));
    if (begun) announce(words.value.classes.nowLive(begun.lectureName));
  }
}
