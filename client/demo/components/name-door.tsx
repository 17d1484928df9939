import { words } from '../i18n/index.js';
import { NameForm } from './name-form.js';
import { PageHeading } from './page-heading.js';
import { SchoolHeader } from './school-header.js';

/** Asks, before the first of the classroom's pages, under which name somebody comes. */
export function NameDoor() {
  const text = words.value.classes;
  return (
    <>
      <SchoolHeader />
      <main class="name-door">
        <PageHeading title={text.doorTitle} />
        <p class="lead">{text.doorLead}</p>
        <NameForm submit={text.doorEnter} />
      </main>
    </>
  );
}
