import { initials, tint } from '../person.js';

const tints = 6;

/** The avatar for a name. */
export function Avatar({ name }: { name: string }) {
  return (
    <span class="avatar" data-tint={tint(name, tints)} aria-hidden="true">
      {initials(name)}
    </span>
  );
}
