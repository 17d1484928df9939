import { useLayoutEffect, useRef } from 'preact/hooks';
import { words } from '../i18n/index.js';
import { leaveForStart, people, toggleMuted } from '../session.js';
import type { Session } from '../session-state.js';
import { useShortcuts } from '../shortcuts.js';
import { diagnosticsOpen, view } from '../view.js';
import { Brand } from './brand.js';
import { Chat } from './chat.js';
import { ConnectionButton } from './connection-button.js';
import { Controls } from './controls.js';
import { CopyLink } from './copy-link.js';
import { Diagnostics } from './diagnostics.js';
import { HeaderTools } from './header-tools.js';
import { People } from './people.js';
import { RoomNotices } from './room-notices.js';
import { RoomOrder } from './room-order.js';
import { ShortcutHelp } from './shortcut-help.js';

export function Room({ session }: { session: Session }) {
  const title = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => title.current?.focus(), []);
  useShortcuts([{ keys: 'M', label: words.value.shell.muteLabel, run: toggleMuted, everywhere: true }]);
  return (
    <div class="room" data-view={view.value}>
      <header class="top">
        <Brand onClick={leaveForStart} />
        <div class="room-name">
          <h1 ref={title} tabIndex={-1}>
            {session.room}
          </h1>
          <span>{words.value.room.count(people.value.length)}</span>
        </div>
        <ConnectionButton />
        <RoomOrder />
        <CopyLink room={session.room} />
        <ShortcutHelp />
        <HeaderTools />
      </header>
      <main class="people-area">
        <RoomNotices />
        <People room={session.room} />
      </main>
      <Controls />
      <Chat />
      {diagnosticsOpen.value && <Diagnostics session={session} />}
    </div>
  );
}
