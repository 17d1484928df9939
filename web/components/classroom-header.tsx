import { ConnectionBanner } from './connection-banner.js';
import { SiteHeader } from './site-header.js';

/** The header of the classroom's pages, and below it what must be said about the connection. */
export function ClassroomHeader() {
  return (
    <>
      <SiteHeader />
      <ConnectionBanner />
    </>
  );
}
