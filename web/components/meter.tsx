import { type ReadonlySignal, useSignalEffect } from '@preact/signals';
import { useRef } from 'preact/hooks';

/** A bar that follows a level from 0 to 1. It updates without rendering again. */
export function Meter({ level, label }: { level: ReadonlySignal<number>; label: string }) {
  const meter = useRef<HTMLMeterElement>(null);
  useSignalEffect(() => {
    const value = level.value;
    if (meter.current) meter.current.value = value;
  });
  return <meter ref={meter} aria-label={label} />;
}
