import { otherLanguage, switchLanguage, words } from '../i18n/index.js';
import { theme, toggleTheme } from '../preferences.js';
import { Icon } from './icon.js';

/** The language and theme switches at the end of every page's header. */
export function HeaderTools() {
  const { code, name } = otherLanguage.value;
  const dark = theme() === 'dark';
  const themeLabel = dark ? words.value.header.toLight : words.value.header.toDark;
  return (
    <>
      <button type="button" class="button plain small" lang={code} onClick={() => void switchLanguage(code)}>
        {name}
      </button>
      <button
        type="button"
        class="button plain icon small"
        aria-label={themeLabel}
        title={themeLabel}
        onClick={toggleTheme}
      >
        <Icon name={dark ? 'sun' : 'moon'} />
      </button>
    </>
  );
}
