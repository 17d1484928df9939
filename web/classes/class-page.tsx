import type { Class } from 'lectern-client';
import { useEffect, useMemo } from 'preact/hooks';
import { Icon } from '../components/icon.js';
import { Link } from '../components/link.js';
import { Notice } from '../components/notice.js';
import { PageHeading } from '../components/page-heading.js';
import { SchoolHeader } from '../components/school-header.js';
import { words } from '../i18n/index.js';
import { refusalText } from '../refusal.js';
import { ClassRoom } from './class-room.js';
import { ClassView } from './class-view.js';
import { myClasses } from './my-classes.js';
import { Stranger } from './stranger.js';

/** One class, whatever this person is to it. */
export function ClassPage({ classUuid }: { classUuid: string }) {
  const room = useMemo(() => new ClassRoom(classUuid), [classUuid]);
  useEffect(() => room.open(), [room]);
  const known = myClasses.value?.find(({ uuid }) => uuid === classUuid);
  return (
    <>
      <SchoolHeader />
      <main class="class-page">
        <Link to={{ page: 'lobby' }} class="back">
          <Icon name="back" size={18} />
          {words.value.classes.lobbyTitle}
        </Link>
        <Standing room={room} known={known} />
      </main>
    </>
  );
}

function Standing({ room, known }: { room: ClassRoom; known: Class | undefined }) {
  const { classes: text, shell } = words.value;
  switch (room.standing.value) {
    case 'stranger':
      return <Stranger room={room} />;
    case 'missing':
      return (
        <>
          <PageHeading title={text.missing} />
          <p class="lead">{text.missingTodo}</p>
          <Link to={{ page: 'lobby' }} class="button outline">
            {text.toClasses}
          </Link>
        </>
      );
    case 'failed': {
      const { value } = room.trouble;
      return (
        <>
          <PageHeading title={known?.title ?? text.aClass} />
          <Notice what={text.classTrouble} todo={value && refusalText(value)}>
            <button type="button" class="button outline small" onClick={() => room.again()}>
              {shell.again}
            </button>
          </Notice>
        </>
      );
    }
    default:
      return <ClassView room={room} known={known} />;
  }
}
