import { words } from '../i18n/index.js';
import { show } from '../router.js';
import { JoinByLink } from './join-by-link.js';
import { MeetNow } from './meet-now.js';
import { OperatorNote } from './operator-note.js';
import { PageHeading } from './page-heading.js';
import { PublicRooms } from './public-rooms.js';
import { SiteHeader } from './site-header.js';
import { Way } from './way.js';

/** The start page: what Lectern is for, and the ways to begin. */
export function HomePage() {
  const { home } = words.value;
  return (
    <>
      <SiteHeader />
      <main class="home">
        <div class="claim">
          <PageHeading title={home.title} />
          <p class="lead">{home.lead}</p>
        </div>
        <div class="ways">
          <MeetNow />
          <Way
            icon="board"
            title={home.teach}
            text={home.teachText}
            onSubmit={() => show({ page: 'classes' })}
          >
            <button type="submit" class="button outline">
              {home.teachDo}
            </button>
          </Way>
          <JoinByLink />
        </div>
        <OperatorNote />
        <PublicRooms />
      </main>
    </>
  );
}
