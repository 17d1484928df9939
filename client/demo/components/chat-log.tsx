import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { type Message, messages } from '../chat.js';
import { words } from '../i18n/index.js';
import { view } from '../view.js';
import { Said } from './said.js';

/** Within this many px of the end somebody reads the newest, and wants to see the next one. */
const nearEnd = 60;

/** Whoever has no mouse scrolls by keys, and must get there first. */
const scrollable = { tabIndex: 0 };

/** What was written. It stays at the newest message unless somebody has scrolled back to read. */
export function ChatLog() {
  const text = words.value.chat;
  const log = useRef<HTMLDivElement>(null);
  const following = useSignal(true);
  const toEnd = (): void => {
    following.value = true;
    log.current?.scrollTo(0, log.current.scrollHeight);
  };
  const newest = messages.value.at(-1);
  useEffect(() => {
    if (following.peek() || newest?.own) toEnd();
  }, [newest, view.value]);
  return (
    <div class="log-area">
      <div
        ref={log}
        class="log"
        role="log"
        aria-label={text.log}
        {...scrollable}
        onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => {
          following.value = scrollHeight - scrollTop - clientHeight < nearEnd;
        }}
      >
        {newest === undefined && <p class="empty">{text.empty}</p>}
        {turns(messages.value).map((turn) => (
          <Said key={turn[0]?.key} turn={turn} />
        ))}
      </div>
      {!following.value && (
        <button type="button" class="button primary small to-end" onClick={toEnd}>
          {text.newBelow}
        </button>
      )}
    </div>
  );
}

/** Messages of one person within this many ms of each other stand under one name. */
const sameTurn = 3 * 60_000;

function turns(all: Message[]): Message[][] {
  const gathered: Message[][] = [];
  for (const message of all) {
    const last = gathered.at(-1)?.at(-1);
    const goesOn = last?.sender === message.sender && Number(message.at) - Number(last.at) < sameTurn;
    if (goesOn) gathered.at(-1)?.push(message);
    else gathered.push([message]);
  }
  return gathered;
}
