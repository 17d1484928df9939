import { words } from '../i18n/index.js';
import { place } from '../router.js';
import { NameForm } from './name-form.js';
import { PageHeading } from './page-heading.js';
import { SiteHeader } from './site-header.js';

/** Asks for a name before the first page that uses a connection. */
export function NamePage() {
  const text = words.value.classes;
  const lead = place.value.page === 'programme' ? words.value.programme.nameLead : text.nameLead;
  return (
    <>
      <SiteHeader />
      <main class="name-page">
        <PageHeading title={text.nameTitle} />
        <p class="lead">{lead}</p>
        <NameForm submit={text.nameContinue} />
      </main>
    </>
  );
}
