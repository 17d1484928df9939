import { words } from '../i18n/index.js';
import { pathOf } from '../router.js';
import { Logo } from './icon.js';

export function Brand({ onClick }: { onClick: () => void }) {
  return (
    <a
      class="brand"
      href={pathOf({ page: 'start' })}
      aria-label={words.value.header.home}
      onClick={(event) => {
        event.preventDefault();
        onClick();
      }}
    >
      <Logo />
      <span class="brand-name">Lectern</span>
    </a>
  );
}
