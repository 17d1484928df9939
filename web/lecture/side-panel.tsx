import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';
import { words } from '../i18n/index.js';
import { ChatPanel } from './chat-panel.js';
import { useLectureSession } from './context.js';
import type { Tab } from './lecture-session.js';
import { PeoplePanel } from './people-panel.js';
import { QuestionsPanel } from './questions-panel.js';

const order: readonly Tab[] = ['chat', 'people', 'questions'];

/** The side panel beside the video, with tabs for chat, people and questions. */
export function SidePanel() {
  const { tab, chat, state, markers } = useLectureSession();
  const text = words.value.lecture.tabs;
  const list = useRef<HTMLDivElement>(null);
  const hands = state.value.hands.length;
  const unread = chat.unread.value;
  const questions = markers.list.value.length;
  const counts: Record<Tab, { count: number; spoken: string; loud: boolean }> = {
    chat: { count: unread, spoken: text.newMessages(unread), loud: true },
    people: { count: hands, spoken: text.raisedHands(hands), loud: true },
    questions: { count: questions, spoken: text.total(questions), loud: false },
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const at = order.indexOf(tab.value);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: order.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const index = (to + order.length) % order.length;
    tab.value = order[index] ?? 'chat';
    list.current?.querySelectorAll<HTMLButtonElement>('[role=tab]')[index]?.focus();
  };
  return (
    <aside class="side" aria-label={text.label}>
      <div ref={list} class="tabs" role="tablist" aria-label={text.label} onKeyDown={onKeyDown}>
        {order.map((each) => {
          const { count, spoken, loud } = counts[each];
          return (
            <button
              key={each}
              type="button"
              role="tab"
              id={`tab-${each}`}
              aria-selected={tab.value === each}
              aria-controls={`panel-${each}`}
              tabIndex={tab.value === each ? 0 : -1}
              onClick={() => {
                tab.value = each;
              }}
            >
              {text[each]}
              {count > 0 && (
                <>
                  <span class="count" data-loud={loud} aria-hidden="true">
                    {count > 99 ? '99+' : count}
                  </span>
                  <span class="visually-hidden"> {spoken}</span>
                </>
              )}
            </button>
          );
        })}
      </div>
      <Panel name="chat">
        <ChatPanel />
      </Panel>
      <Panel name="people">
        <PeoplePanel />
      </Panel>
      <Panel name="questions">
        <QuestionsPanel />
      </Panel>
    </aside>
  );
}

/** A hidden panel stays mounted, so that it keeps its scroll position and drafts. */
function Panel({ name, children }: { name: Tab; children: ComponentChildren }) {
  const { tab } = useLectureSession();
  return (
    <div
      id={`panel-${name}`}
      class="panel"
      role="tabpanel"
      aria-labelledby={`tab-${name}`}
      hidden={tab.value !== name}
    >
      {children}
    </div>
  );
}
