import { ConnectionBanner } from './connection-banner.js';
import { SiteHeader } from './site-header.js';

/** The header of the class and programme pages, with the connection banner below it. */
export function ClassroomHeader() {
  return (
    <>
      <SiteHeader />
      <ConnectionBanner />
    </>
  );
}
