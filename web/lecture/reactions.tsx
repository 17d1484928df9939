import { useSignal } from '@preact/signals';
import type { ReactionCount, ReactionKind } from 'lectern-client';
import { useEffect, useRef } from 'preact/hooks';
import { announce } from '../announcer.js';
import { Icon } from '../components/icon.js';
import { Menu } from '../components/menu.js';
import { words } from '../i18n/index.js';
import { attempt } from './attempt.js';
import { useLectureSession } from './context.js';

/** The emoji of each reaction, in the order of the menu. */
const emoji: Record<ReactionKind, string> = {
  clap: '👏',
  heart: '❤️',
  laugh: '😂',
  wow: '😮',
  yes: '👍',
  confused: '😕',
};
const kinds = Object.keys(emoji) as ReactionKind[];

/** Maximum number of reactions on the screen at a time. */
const SHOWN = 12;
/** Time in ms between two reactions that are sent, for a key that is held. */
const PAUSE = 150;
/** Time in ms between two announcements to screen readers. */
const QUIET = 10_000;

/** Opens the reactions to choose from. The menu stays open, so that people can applaud. */
export function ReactionMenu() {
  const { lecture } = useLectureSession();
  const text = words.value.lecture.reactions;
  const sentAt = useRef(0);
  const react = (kind: ReactionKind): void => {
    const now = performance.now();
    if (now - sentAt.current < PAUSE) return;
    sentAt.current = now;
    void attempt(() => lecture.react(kind));
  };
  return (
    <Menu
      class="reaction-menu"
      buttonClass="control"
      label={text.open}
      face={
        <>
          <Icon name="smile" size={22} />
          <span>{text.word}</span>
        </>
      }
    >
      {kinds.map((kind) => (
        <button
          key={kind}
          type="button"
          class="button plain icon"
          aria-label={text[kind]}
          title={text[kind]}
          onClick={() => react(kind)}
        >
          {emoji[kind]}
        </button>
      ))}
    </Menu>
  );
}

/** Shows the reactions of everyone for a moment. */
export function Reactions() {
  const { lecture } = useLectureSession();
  const shown = useSignal<readonly (ReactionCount & { key: number })[]>([]);
  useEffect(() => {
    let next = 0;
    let announcedAt = Number.NEGATIVE_INFINITY;
    return lecture.on('reactions', (counts) => {
      const added = counts.map((each) => ({ ...each, key: next++ }));
      shown.value = [...shown.value, ...added].slice(-SHOWN);
      const now = performance.now();
      if (now - announcedAt < QUIET) return;
      announcedAt = now;
      const { announced, ...text } = words.value.lecture.reactions;
      announce(announced(counts.map(({ reaction, count }) => `${text[reaction]} ${count}`)));
    });
  }, [lecture]);
  return (
    <div class="reactions" aria-hidden="true">
      {shown.value.map(({ key, reaction, count }) => (
        <span
          key={key}
          class="reaction"
          style={{ '--place': kinds.indexOf(reaction) }}
          onAnimationEnd={() => {
            shown.value = shown.value.filter((each) => each.key !== key);
          }}
        >
          {emoji[reaction]}
          {count > 1 && <b>{count}</b>}
        </span>
      ))}
    </div>
  );
}
