import type { Signal } from '@preact/signals';
import { EmptyState } from '../components/empty-state.js';
import { Icon } from '../components/icon.js';
import { Skeleton } from '../components/skeleton.js';
import { words } from '../i18n/index.js';
import { now } from '../now.js';
import type { ClassSession } from './class-session.js';
import { LectureCard } from './lecture-card.js';
import { groupLectures } from './lecture-date.js';
import { LectureMenu } from './lecture-menu.js';

interface Props {
  session: ClassSession;
  teaches: boolean;
  create: () => void;
  /** The lecture just created, which gets the focus once. */
  created: Signal<number | undefined>;
}

/** The class's lectures, grouped by date. */
export function LectureList({ session, teaches, create, created }: Props) {
  const text = words.value.classes;
  const lectures = session.lectures.value;
  return (
    <section class="lectures" aria-label={text.lectures} aria-busy={!lectures}>
      {!lectures ? (
        <Skeleton class="lecture-cards" />
      ) : lectures.length > 0 ? (
        <Groups
          session={session}
          teaches={teaches}
          groups={groupLectures(lectures, new Date(now.value))}
          created={created}
        />
      ) : teaches ? (
        <EmptyState icon="calendar" title={text.noLectures} text={text.noLecturesTeacher}>
          <button type="button" class="button primary" onClick={create}>
            <Icon name="plus" />
            {text.createLecture}
          </button>
        </EmptyState>
      ) : (
        <EmptyState icon="calendar" title={text.noLectures} text={text.noLecturesStudent} />
      )}
      {session.olderLectures.value !== undefined && (
        <button type="button" class="button outline small" onClick={() => void session.loadOlderLectures()}>
          {text.olderLectures}
        </button>
      )}
    </section>
  );
}

interface GroupsProps extends Omit<Props, 'create'> {
  groups: ReturnType<typeof groupLectures>;
}

function Groups({ session, teaches, groups, created }: GroupsProps) {
  const text = words.value.classes;
  const shown = (['today', 'upcoming', 'past'] as const).filter((name) => groups[name].length > 0);
  return (
    <>
      {shown.map((name) => (
        <div key={name} class="lecture-group">
          <h2>{text.groups[name]}</h2>
          <ul class="lecture-cards">
            {groups[name].map((each) => (
              <LectureCard key={each.lecture.id} dated={each} created={created}>
                <LectureMenu session={session} lecture={each.lecture} teaches={teaches} />
              </LectureCard>
            ))}
          </ul>
        </div>
      ))}
    </>
  );
}
