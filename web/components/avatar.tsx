import { initials, tint } from '../person.js';

const tints = 6;

/** The round sign of somebody, by their name. */
export function Avatar({ name }: { name: string }) {
  return (
    <span class="avatar" data-tint={tint(name, tints)} aria-hidden="true">
      {initials(name)}
    </span>
  );
}
