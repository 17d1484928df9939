import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { words } from '../i18n/index.js';

/** Within this many px of the end somebody reads the newest, and wants to see the next one. */
const nearEnd = 60;

/** Whoever has no mouse scrolls by keys, and must get there first. */
const scrollable = { tabIndex: 0 };

interface Props {
  label: string;
  /** The key of the oldest and of the newest entry; undefined where there is none. */
  oldest?: string | number | undefined;
  newest: string | number | undefined;
  /** Whether the newest is one's own, which one wants to see wherever one was reading. */
  own: boolean;
  /** Whether it can be seen: it goes to the end when it comes into view. */
  shown?: boolean;
  children: ComponentChildren;
}

/**
 * What was written. It stays at the newest entry unless somebody has scrolled back to read, and what they read stays
 * where it is when older entries come before it.
 */
export function ScrollLog({ label, oldest, newest, own, shown = true, children }: Props) {
  const log = useRef<HTMLDivElement>(null);
  const following = useSignal(true);
  /** px from what is at the top of the view to the end of all. */
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
    // What stands above or below it has come or gone.
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
