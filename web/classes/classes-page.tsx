import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { classroomApp, loginRequired } from '../classroom-app.js';
import { ClassroomHeader } from '../components/classroom-header.js';
import { EmptyState } from '../components/empty-state.js';
import { Icon } from '../components/icon.js';
import { Notice } from '../components/notice.js';
import { PageHeading } from '../components/page-heading.js';
import { Skeleton } from '../components/skeleton.js';
import { words } from '../i18n/index.js';
import { refusalText } from '../refusal.js';
import { useShortcuts } from '../shortcuts.js';
import { ClassCard } from './class-card.js';
import { CreateClass } from './create-class.js';
import { EnrollForm, focusEnrollForm } from './enroll-form.js';
import { followClasses, loadClasses, myClasses, myClassesTrouble } from './my-classes.js';
import { OwnName } from './own-name.js';

/** The page with the user's classes, a form to create a class, and a form to enroll in one. */
export function ClassesPage() {
  const text = words.value.classes;
  const creating = useSignal(false);
  const create = (): void => {
    creating.value = true;
  };
  useEffect(followClasses, []);
  useShortcuts([
    { keys: 'N', label: text.create, run: create },
    { keys: 'E', label: text.enrollTitle, run: focusEnrollForm },
  ]);
  return (
    <>
      <ClassroomHeader />
      <main class="classes-page">
        <div class="page-head">
          <div>
            <PageHeading title={text.classesTitle} />
            <OwnName />
          </div>
          {myClasses.value?.length !== 0 && (
            <button type="button" class="button primary" onClick={create}>
              <Icon name="plus" />
              {text.create}
            </button>
          )}
        </div>
        <section class="my-classes" aria-label={text.classesTitle} aria-busy={myClasses.value === undefined}>
          <MyClasses create={create} />
        </section>
        <EnrollForm />
        {!loginRequired.value && (
          <p class="open-mode">
            <Icon name="people" size={16} />
            {text.openMode}
          </p>
        )}
      </main>
      {creating.value && (
        <CreateClass
          onClose={() => {
            creating.value = false;
          }}
        />
      )}
    </>
  );
}

function MyClasses({ create }: { create: () => void }) {
  const { classes: text, shell } = words.value;
  const list = myClasses.value;
  const trouble = myClassesTrouble.value;
  if (trouble) {
    return (
      <Notice what={text.classesTrouble} todo={refusalText(trouble)}>
        <button
          type="button"
          class="button outline small"
          onClick={() => classroomApp.value && void loadClasses(classroomApp.value.signaler)}
        >
          {shell.again}
        </button>
      </Notice>
    );
  }
  if (!list) return <Skeleton class="class-cards" />;
  if (list.length === 0) {
    return (
      <EmptyState icon="board" title={text.noClasses} text={text.noClassesTodo}>
        <button type="button" class="button primary" onClick={create}>
          <Icon name="plus" />
          {text.create}
        </button>
      </EmptyState>
    );
  }
  return (
    <ul class="class-cards">
      {list.map((each) => (
        <ClassCard key={each.uuid} of={each} />
      ))}
    </ul>
  );
}
