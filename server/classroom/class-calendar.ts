import { createHash, randomBytes } from 'node:crypto';
import { Refusal } from '../protocol/errors.js';
import { PAGE, type Store } from '../store/store.js';
import { calendarFile } from './calendar-file.js';

const SECRET_BYTES = 24;

/** A member of a class. */
interface Member {
  classUuid: string;
  userId: string;
}

/** The calendars of classes. Members subscribe to them with a secret link, of which only the hash is stored. */
export class ClassCalendar {
  constructor(
    private readonly store: Pick<
      Store,
      'calendarEntries' | 'calendarFeedByHash' | 'class' | 'createCalendarFeed' | 'exclusion' | 'member'
    >,
  ) {}

  /** Creates the link of a member, which replaces the earlier one. Returns its path below the server's address. */
  async createFeed(member: Member): Promise<string> {
    const secret = randomBytes(SECRET_BYTES).toString('base64url');
    await this.store.createCalendarFeed({ ...member, hash: hashOf(secret) });
    return `calendar/${secret}.ics`;
  }

  /** Returns the owner of a link; undefined if there is none, or if the class does not admit them anymore. */
  async ownerOf(secret: string): Promise<Member | undefined> {
    const feed = await this.store.calendarFeedByHash(hashOf(secret));
    return feed && (await this.allowed(feed));
  }

  /**
   * Returns the calendar file of a class, with its newest lectures.
   * @param site address below which the pages are, with a slash at the end
   * @throws Refusal not-found
   */
  async ofClass(classUuid: string, site: string): Promise<string> {
    const [about, entries] = await Promise.all([
      this.store.class(classUuid),
      this.store.calendarEntries(classUuid, { limit: PAGE.maxSize }),
    ]);
    if (!about) throw new Refusal('not-found', 'class not found');
    return calendarFile(
      about,
      entries,
      (lectureId) => `${site}classes/${encodeURIComponent(classUuid)}/lectures/${lectureId}`,
    );
  }

  /**
   * Returns the calendar file of one lecture.
   * @param page address of the lecture's page, if it is known
   * @throws Refusal not-found
   */
  async ofLecture(classUuid: string, lectureId: number, page: string | undefined): Promise<string> {
    const [about, entries] = await Promise.all([
      this.store.class(classUuid),
      this.store.calendarEntries(classUuid, { lectureId }),
    ]);
    if (!about || entries.length === 0) throw new Refusal('not-found', 'lecture not found in this class');
    return calendarFile(about, entries, () => page);
  }

  /** A student who is banned is still a member, and cannot use the link. */
  private async allowed({ classUuid, userId }: Member): Promise<Member | undefined> {
    const [member, excluded] = await Promise.all([
      this.store.member(classUuid, userId),
      this.store.exclusion(classUuid, userId),
    ]);
    const isAllowed = member && (!excluded || member.memberType === 'instructor');
    return isAllowed ? { classUuid, userId } : undefined;
  }
}

const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('base64url');
