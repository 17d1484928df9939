import { useRef } from 'preact/hooks';
import { words } from '../i18n/index.js';
import type { ShownPerson } from '../people.js';
import { Icon } from './icon.js';
import { Picture } from './picture.js';

/** A shared screen, above the people. */
export function ScreenShare({ shown }: { shown: ShownPerson }) {
  const text = words.value.person;
  const figure = useRef<HTMLElement>(null);
  const { name, own, screen } = shown.person.value;
  if (!screen) return null;
  const label = text.screen(name);
  return (
    <figure ref={figure} class="screen-share">
      <Picture stream={screen} label={label} audible={!own} />
      <figcaption>{label}</figcaption>
      <button
        type="button"
        class="button icon"
        aria-label={`${text.larger}: ${label}`}
        title={text.larger}
        onClick={() => void figure.current?.querySelector('video')?.requestFullscreen()}
      >
        <Icon name="larger" />
      </button>
    </figure>
  );
}
