import { isRoomId } from 'lectern-client';
import { useEffect, useRef } from 'preact/hooks';
import { words } from '../i18n/index.js';
import { goTo, roomInAddress } from '../router.js';
import { Brand } from './brand.js';
import { HeaderTools } from './header-tools.js';
import { Icon } from './icon.js';
import { JoinForm } from './join-form.js';
import { PublicRooms } from './public-rooms.js';
import { ShortcutHelp } from './shortcut-help.js';
import { SiteNav } from './site-nav.js';

/** The start page or, if the address names a room, the page to join that room. */
export function HomePage() {
  const { entry } = words.value;
  const given = roomInAddress.value;
  const fixedRoom = given !== undefined && isRoomId(given) ? given : undefined;
  const title = useRef<HTMLHeadingElement>(null);
  const arrived = useRef(false);
  useEffect(() => {
    // The two are different pages: changing between them moves the focus to the heading.
    if (arrived.current) title.current?.focus();
    arrived.current = true;
  }, [fixedRoom]);
  return (
    <>
      <header class="top">
        <Brand onClick={() => goTo(undefined)} />
        <SiteNav />
        <ShortcutHelp />
        <HeaderTools />
      </header>
      <main class="entry">
        <div class="claim">
          {fixedRoom !== undefined && <p class="lead">{entry.aboutToJoin}</p>}
          <h1 ref={title} tabIndex={-1}>
            {fixedRoom ?? entry.title}
          </h1>
          {fixedRoom === undefined && <p class="lead">{entry.lead}</p>}
          <ul class="facts">
            {entry.facts.map((fact) => (
              <li key={fact}>
                <Icon name="check" />
                {fact}
              </li>
            ))}
          </ul>
          {fixedRoom === undefined && <PublicRooms />}
        </div>
        <JoinForm key={given} fixedRoom={fixedRoom} written={given ?? ''} />
      </main>
    </>
  );
}
