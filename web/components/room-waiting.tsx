import type { EntryState } from 'lectern-client';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { words } from '../i18n/index.js';
import { listenOnly } from '../preferences.js';
import { enter, leaveForStart, tryNow } from '../session.js';
import { connection, connectionDoubtful, type Session } from '../session-state.js';
import { Brand } from './brand.js';
import { HeaderTools } from './header-tools.js';
import { Reconnecting } from './reconnecting.js';
import { ShortcutHelp } from './shortcut-help.js';

interface Props {
  session: Session;
  entry: EntryState;
}

/** Shown while the user waits until the owner of the room admits them, and if they were refused. */
export function RoomWaiting({ session: { room, password }, entry: { state, code } }: Props) {
  const { waits, refused } = words.value.order;
  const heading = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => heading.current?.focus(), [state]);
  const isWaiting = state === 'waiting';
  return (
    <>
      <header class="top">
        <Brand onClick={leaveForStart} />
        <ShortcutHelp />
        <HeaderTools />
      </header>
      <main class="message">
        <h1 ref={heading} tabIndex={-1}>
          {isWaiting ? waits.room(room) : refused.title}
        </h1>
        <p>{isWaiting ? waits.roomText : code === 'full' ? refused.full : refused.text}</p>
        <Reconnecting
          state={connection.value}
          doubtful={connectionDoubtful.value}
          wasOpen
          meanwhile=""
          tryNow={tryNow}
        />
        <div class="actions">
          {!isWaiting && (
            <button
              type="button"
              class="button primary"
              onClick={() => enter(room, listenOnly.value !== 'yes', password)}
            >
              {refused.again}
            </button>
          )}
          <button type="button" class="button outline" onClick={leaveForStart}>
            {isWaiting ? waits.stop : words.value.closed.home}
          </button>
        </div>
      </main>
    </>
  );
}
