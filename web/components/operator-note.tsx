import { words } from '../i18n/index.js';
import { operatorNote } from '../preferences.js';
import { publicRooms } from '../public-rooms.js';
import { Icon } from './icon.js';

/** Whether the page was opened on the machine that runs the server, as its operator does. */
const isLocal = /^(localhost|127(\.\d+){3}|\[::1\])$/.test(location.hostname);

/** Tells the operator what open mode means, and where to require logins. It stays away once it was dismissed. */
export function OperatorNote() {
  const { home, trouble } = words.value;
  if (!isLocal || publicRooms.value?.login !== 'optional' || operatorNote.value === 'off') return null;
  return (
    <aside class="operator-note" aria-labelledby="operator-note">
      <div>
        <h2 id="operator-note">{home.operator.title}</h2>
        <p>{home.operator.text}</p>
        <p>
          {home.operator.todo} <code>--token-secret</code> · <code>--jwks</code>
        </p>
      </div>
      <button
        type="button"
        class="button plain icon small"
        aria-label={trouble.dismiss}
        title={trouble.dismiss}
        onClick={() => {
          operatorNote.value = 'off';
          document.querySelector('h1')?.focus();
        }}
      >
        <Icon name="close" />
      </button>
    </aside>
  );
}
