import type { CloseInfo } from 'lectern-client';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { words } from '../i18n/index.js';
import { listenOnly } from '../preferences.js';
import { enter, leaveForStart } from '../session.js';
import { Brand } from './brand.js';
import { HeaderTools } from './header-tools.js';
import { ShortcutHelp } from './shortcut-help.js';

type Advice = keyof ReturnType<typeof advices>;
const advices = () => words.value.closed.todo;

const garbled = new Set([1002, 1003, 1007, 1008, 1009]);

/** If the server did not close the connection, the user left. */
function adviceFor(close: CloseInfo | undefined): Advice {
  if (!close || close.name === 'bye') return 'left';
  if (close.name === 'abuse') return 'abuse';
  return garbled.has(close.code) ? 'garbled' : 'other';
}

/** Shown after the room was closed: the reason and the next steps. */
export function RoomClosed({ room, close }: { room: string; close: CloseInfo | undefined }) {
  const text = words.value.closed;
  const title = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => title.current?.focus(), []);
  const advice = adviceFor(close);
  const why = close?.name ? text.closes[close.name] : text.unknown;
  return (
    <>
      <header class="top">
        <Brand onClick={leaveForStart} />
        <ShortcutHelp />
        <HeaderTools />
      </header>
      <main class="message">
        <h1 ref={title} tabIndex={-1}>
          {advice === 'left' ? text.left(room) : text.title}
        </h1>
        <p>
          {advice !== 'left' && why} {text.todo[advice]}
        </p>
        <div class="actions">
          <button
            type="button"
            class="button primary"
            onClick={() => enter(room, listenOnly.value !== 'yes')}
          >
            {text.again}
          </button>
          <button type="button" class="button outline" onClick={leaveForStart}>
            {text.home}
          </button>
        </div>
        {close && advice !== 'left' && (
          <p class="quiet code">
            {text.code(close.code)}
            {close.reason && ` · ${close.reason}`}
          </p>
        )}
      </main>
    </>
  );
}
