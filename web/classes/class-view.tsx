import { useSignal } from '@preact/signals';
import type { Class } from 'lectern-client';
import { Icon } from '../components/icon.js';
import { Link } from '../components/link.js';
import { PageHeading } from '../components/page-heading.js';
import { Skeleton } from '../components/skeleton.js';
import { words } from '../i18n/index.js';
import { ActivityLogButton } from '../moderation/activity-log.js';
import { RemovedPeople } from '../moderation/removed-people.js';
import { useShortcuts } from '../shortcuts.js';
import { ClassMenu } from './class-menu.js';
import type { ClassSession } from './class-session.js';
import { CopyClassLink } from './copy-class-link.js';
import { CreateLecture } from './create-lecture.js';
import { LectureList } from './lecture-list.js';
import { Members } from './members.js';
import { Role } from './role.js';

/** The class page of a member: lectures and members. Shows placeholders until the server has answered. */
export function ClassView({ session, known }: { session: ClassSession; known: Class | undefined }) {
  const text = words.value.classes;
  const creating = useSignal(false);
  const created = useSignal<number | undefined>(undefined);
  const teaches = known?.memberType === 'instructor';
  const live = session.lectures.value?.findLast(({ isLive }) => isLive);
  const create = (): void => {
    if (teaches) creating.value = true;
  };
  return (
    <>
      <div class="page-head">
        <div>
          {known ? (
            <>
              <PageHeading title={known.title} />
              {known.subtitle !== '' && <p class="subtitle">{known.subtitle}</p>}
              <Role of={known.memberType} />
            </>
          ) : (
            <>
              <PageHeading title={text.aClass}>
                <span class="visually-hidden">{text.aClass}</span>
                <Skeleton class="title" count={1} />
              </PageHeading>
              <Skeleton class="subtitle" count={2} />
            </>
          )}
        </div>
        {known && (
          <div class="actions">
            {live && !teaches && (
              <Link
                to={{ page: 'lecture', classUuid: known.uuid, lectureId: live.id }}
                class="button primary"
                label={text.joinNowHint(live.lectureName)}
              >
                {text.joinNow}
              </Link>
            )}
            <CopyClassLink classUuid={known.uuid} class="button outline" />
            {teaches && session.lectures.value?.length !== 0 && (
              <button type="button" class="button primary" onClick={create}>
                <Icon name="plus" />
                {text.createLecture}
              </button>
            )}
            <ClassMenu of={known} session={session} />
          </div>
        )}
      </div>
      <LectureList session={session} teaches={teaches} create={create} created={created} />
      <Members session={session} teaches={teaches} />
      {teaches && <RemovedPeople classUuid={known.uuid} />}
      {teaches && (
        <div>
          <ActivityLogButton classUuid={known.uuid} />
        </div>
      )}
      {teaches && <TeacherKeys create={create} />}
      {creating.value && (
        <CreateLecture
          session={session}
          created={created}
          onClose={() => {
            creating.value = false;
          }}
        />
      )}
    </>
  );
}

function TeacherKeys({ create }: { create: () => void }) {
  useShortcuts([{ keys: 'N', label: words.value.classes.createLecture, run: create }]);
  return null;
}
