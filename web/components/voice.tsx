import { type ReadonlySignal, useSignalEffect } from '@preact/signals';
import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { loudness } from '../loudness.js';

interface Props {
  level: ReadonlySignal<number>;
  /** Receives the ring that grows with the voice. */
  card: RefObject<HTMLElement | null>;
}

/** Three small bars and a ring around the card that follow a voice's level. Hidden from screen readers. */
export function Voice({ level, card }: Props) {
  const bars = useRef<HTMLSpanElement>(null);
  useSignalEffect(() => {
    const loud = loudness(level.value).toFixed(2);
    bars.current?.style.setProperty('--level', loud);
    card.current?.style.setProperty('--ring', loud);
  });
  // If a participant mutes while speaking, the ring must disappear.
  useEffect(() => () => card.current?.style.removeProperty('--ring'), [card]);
  return (
    <span ref={bars} class="voice" aria-hidden="true">
      <i />
      <i />
      <i />
    </span>
  );
}
