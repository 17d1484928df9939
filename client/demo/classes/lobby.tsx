import { PageHeading } from '../components/page-heading.js';
import { SchoolHeader } from '../components/school-header.js';
import { words } from '../i18n/index.js';

/** My classes, a new one, and the way into another's. */
export function Lobby() {
  return (
    <>
      <SchoolHeader />
      <main class="lobby">
        <PageHeading title={words.value.classes.lobbyTitle} />
      </main>
    </>
  );
}
