import type { ComponentChildren } from 'preact';

interface Props {
  label: string;
  /** The amounts in words. */
  text: string;
  used: number;
  limit: number;
  children?: ComponentChildren;
}

/** Share of a limit from which on the bar warns. */
const HIGH = 0.8;

/** A bar that shows how much of a limit is used. */
export function Bar({ label, text, used, limit, children }: Props) {
  return (
    <div class="bar">
      <p>
        <span>{label}</span>
        <span class="amount">{text}</span>
      </p>
      <meter
        aria-label={label}
        aria-valuetext={text}
        min={0}
        max={limit}
        high={limit * HIGH}
        optimum={0}
        value={used}
      />
      {children}
    </div>
  );
}
