import type { Marker } from 'lectern-client';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { Icon } from '../components/icon.js';
import { words } from '../i18n/index.js';
import { useLectureSession } from './context.js';

/** Shows how many users vote for a question, and lets the user vote as well. */
export function VoteButton({ marker }: { marker: Marker }) {
  const { markers } = useLectureSession();
  const { votes = 0, voted = false } = marker;
  const button = useRef<HTMLButtonElement>(null);
  const pressed = useRef(false);
  useLayoutEffect(() => {
    // A question that moves in the list loses the focus.
    if (pressed.current) button.current?.focus({ preventScroll: true });
    pressed.current = false;
  }, [voted]);
  const label = words.value.lecture.markers.vote(votes);
  return (
    <button
      ref={button}
      type="button"
      class="vote-up"
      aria-pressed={voted}
      aria-label={label}
      title={label}
      onClick={() => {
        pressed.current = true;
        void markers.vote(marker);
      }}
    >
      <Icon name="up" size={16} />
      {votes}
    </button>
  );
}
