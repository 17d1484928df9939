import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { words } from '../i18n/index.js';

/** Distance in px from the end within which the log keeps scrolling to new entries. */
const nearEnd = 60;

/** Keyboard users need the focus here to scroll. */
const scrollable = { tabIndex: 0 };

interface Props {
  label: string;
  /** The keys of the oldest and the newest entry; undefined if the log is empty. */
  oldest?: string | number | undefined;
  newest: string | number | undefined;
  /** Whether the newest entry is the user's own. The log then scrolls to it from any position. */
  own: boolean;
  /** Whether the log is visible. It scrolls to the end when it becomes visible. */
  shown?: boolean;
  children: ComponentChildren;
}

/**
 * A scrolling list of messages. It stays at the newest entry unless the user has scrolled back. When older entries
 * are inserted, the visible entries keep their position.
 */
export function ScrollLog({ label, oldest, newest, own, shown = true, children }: Props) {
  const log = useRef<HTMLDivElement>(null);
  const following = useSignal(true);
  /** Distance in px from the top of the view to the end of the content. */
  const fromEnd = useRef(0);
  const toEnd = (): void => {
    following.value = true;
    log.current?.scrollTo(0, log.current.scrollHeight);
  };
  useLayoutEffect(() => {
    const box = log.current;
    if (box && !following.peek()) box.scrollTop = box.scrollHeight - fromEnd.current;
  }, [oldest]);
  useEffect(() => {
    if (following.peek() || own) toEnd();
    else if (log.current) fromEnd.current = log.current.scrollHeight - log.current.scrollTop;
  }, [newest, shown]);
  useEffect(() => {
    // The content above or below the log has changed its height.
    const sizes = new ResizeObserver(() => {
      if (following.peek()) log.current?.scrollTo(0, log.current.scrollHeight);
    });
    if (log.current) sizes.observe(log.current);
    return () => sizes.disconnect();
  }, []);
  return (
    <div class="log-area">
      <div
        ref={log}
        class="log"
        role="log"
        aria-label={label}
        {...scrollable}
        onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => {
          fromEnd.current = scrollHeight - scrollTop;
          following.value = fromEnd.current - clientHeight < nearEnd;
        }}
      >
        {children}
      </div>
      {!following.value && (
        <button type="button" class="button primary small to-end" onClick={toEnd}>
          {words.value.chat.newBelow}
        </button>
      )}
    </div>
  );
}
