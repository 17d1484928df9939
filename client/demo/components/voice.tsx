import { type ReadonlySignal, useSignalEffect } from '@preact/signals';
import type { RefObject } from 'preact';
import { useRef } from 'preact/hooks';

/** Below this a level is breath and hum. */
const quiet = 0.08;

interface Props {
  level: ReadonlySignal<number>;
  /** Gets the ring that grows with the voice. */
  card: RefObject<HTMLElement | null>;
}

/** Three small bars that move with a voice, and the ring of its card. For the eye only. */
export function Voice({ level, card }: Props) {
  const bars = useRef<HTMLSpanElement>(null);
  useSignalEffect(() => {
    const value = level.value < quiet ? 0 : level.value;
    bars.current?.style.setProperty('--level', value.toFixed(2));
    card.current?.style.setProperty('--ring', Math.min(1, value * 2).toFixed(2));
  });
  return (
    <span ref={bars} class="voice" aria-hidden="true">
      <i />
      <i />
      <i />
    </span>
  );
}
