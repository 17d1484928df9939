import { PageHeading } from '../components/page-heading.js';
import { SchoolHeader } from '../components/school-header.js';

/** One class: its lectures and its people. */
export function ClassPage({ classUuid }: { classUuid: string }) {
  return (
    <>
      <SchoolHeader />
      <main class="class-page">
        <PageHeading title={classUuid} />
      </main>
    </>
  );
}
