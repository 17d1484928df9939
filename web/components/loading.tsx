import { SiteHeader } from './site-header.js';
import { Skeleton } from './skeleton.js';

/** Stands in for a page until its code and styles are loaded. web/index.html has the same before any code runs. */
export function Loading() {
  return (
    <>
      <SiteHeader />
      <main class="loading" aria-busy="true">
        <Skeleton />
      </main>
    </>
  );
}
