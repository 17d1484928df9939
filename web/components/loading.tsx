import { SiteHeader } from './site-header.js';
import { Skeleton } from './skeleton.js';

/**
 * The placeholder for a page until its code and styles are loaded. web/index.html contains the same for the time
 * before any code runs.
 */
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
