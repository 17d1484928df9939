import { isRoomId } from 'lectern-client';
import { words } from '../i18n/index.js';
import { roomInAddress } from '../router.js';
import { Icon } from './icon.js';
import { JoinForm } from './join-form.js';
import { Link } from './link.js';
import { PageHeading } from './page-heading.js';
import { SiteHeader } from './site-header.js';

/** The page to join the room that the address names. */
export function DoorPage() {
  const { entry, closed } = words.value;
  const room = roomInAddress.value ?? '';
  return (
    <>
      <SiteHeader />
      {isRoomId(room) ? (
        <main class="entry">
          <div class="claim">
            <p class="lead">{entry.aboutToJoin}</p>
            <PageHeading key={room} title={room} />
            <ul class="facts">
              {entry.facts.map((fact) => (
                <li key={fact}>
                  <Icon name="check" />
                  {fact}
                </li>
              ))}
            </ul>
          </div>
          <JoinForm key={room} room={room} />
        </main>
      ) : (
        <main class="message">
          <PageHeading title={entry.noSuchRoom} />
          <p>{entry.roomWrong}</p>
          <div class="actions">
            <Link to={{ page: 'start' }} class="button primary">
              {closed.home}
            </Link>
          </div>
        </main>
      )}
    </>
  );
}
