import { useComputed } from '@preact/signals';
import { createRef } from 'preact';
import { classroomAppState } from '../classroom-app.js';
import { ChatMessage, LinkedText } from '../components/chat-message.js';
import { Composer } from '../components/composer.js';
import { Icon } from '../components/icon.js';
import { ScrollLog } from '../components/scroll-log.js';
import { words } from '../i18n/index.js';
import { groupMessages } from '../message-groups.js';
import { useRoomSession } from './context.js';
import type { Entry } from './room-log.js';
import { useSecondsLeft } from './seconds-left.js';

/** The chat's text box, for the shortcut that focuses it. */
export const chatBox = createRef<HTMLTextAreaElement>();

/** The events and messages of the room since the user joined, and the text box. */
export function RoomChat() {
  const roomSession = useRoomSession();
  const { log, draft, spotlighting } = roomSession;
  const text = words.value.programme;
  const all = useComputed(() => groupMessages(log.entries.value));
  const newest = log.entries.value.at(-1);
  const sending = draft.sending.value;
  const paused = useSecondsLeft(roomSession.chat.value?.pausedUntil);
  return (
    <section class="chat" aria-label={text.log}>
      <ScrollLog
        label={text.log}
        newest={sending.at(-1)?.key ?? newest?.key}
        own={sending.length > 0 || (newest?.kind === 'message' && newest.own)}
      >
        {!newest && sending.length === 0 && !spotlighting.value && <p class="empty">{text.empty}</p>}
        {all.value.map((turn) => (
          <Turn key={turn[0].key} turn={turn} />
        ))}
        {sending.map(({ key, text: words }) => (
          <Waiting key={`sending ${key}`} text={words} />
        ))}
        {spotlighting.value !== undefined && <Waiting text={spotlighting.value} />}
      </ScrollLog>
      <Composer
        draft={draft}
        label={text.label}
        placeholder={text.placeholder}
        hint={classroomAppState.value.name === 'open' ? words.value.chat.hint : ''}
        trouble={roomSession.trouble.value}
        box={chatBox}
      >
        <HoldButton paused={paused.value} />
      </Composer>
    </section>
  );
}

function HoldButton({ paused }: { paused: number }) {
  const roomSession = useRoomSession();
  const text = words.value.programme;
  const why = roomSession.aggro.value
    ? text.spotlightBusy
    : paused > 0
      ? text.spotlightPause(paused)
      : undefined;
  return (
    <button
      type="button"
      class="button outline hold"
      data-paused={paused > 0}
      aria-disabled={why !== undefined}
      aria-label={paused > 0 ? text.spotlightIn(paused) : text.spotlight}
      title={why ?? text.spotlightHint}
      onClick={() => {
        void roomSession.spotlight();
        chatBox.current?.focus();
      }}
    >
      <Icon name="megaphone" />
      <span class="spotlight-word">{paused > 0 ? text.seconds(paused) : text.spotlight}</span>
    </button>
  );
}

function Waiting({ text }: { text: string }) {
  return (
    <div class="chat-message own sending">
      <p dir="auto">{text}</p>
      <span class="quiet">{words.value.programme.sending}</span>
    </div>
  );
}

function Turn({ turn }: { turn: [Entry, ...Entry[]] }) {
  const [first] = turn;
  if (first.kind !== 'message') return <Event entry={first} />;
  return (
    <ChatMessage user={first.user} name={first.name} own={first.own} at={first.at}>
      {turn.map(
        (entry) =>
          entry.kind === 'message' && (
            <p key={entry.key} dir="auto">
              <LinkedText text={entry.text} />
            </p>
          ),
      )}
    </ChatMessage>
  );
}

function Event({ entry }: { entry: Exclude<Entry, { kind: 'message' }> }) {
  const text = words.value.programme;
  switch (entry.kind) {
    case 'held':
      return (
        <p class="event">
          {entry.own ? text.youSpotlighted : text.spotlighted(entry.name)} <q dir="auto">{entry.text}</q>
        </p>
      );
    case 'over':
      return (
        <p class="event">
          <q dir="auto">{entry.text}</q> {entry.points === 0 ? text.votedOff : text.timeUp(entry.points)}
        </p>
      );
    case 'gap':
      return <p class="event gap">{text.gap}</p>;
  }
}
