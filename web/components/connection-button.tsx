import { words } from '../i18n/index.js';
import { connection } from '../session-state.js';
import { diagnosticsOpen } from '../view.js';

/** How the connection is, in a dot and a word; opens the diagnostics. */
export function ConnectionButton() {
  const { connection: text, controls } = words.value;
  const state = connection.value.name;
  return (
    <button
      type="button"
      class="button plain small connection"
      data-state={state}
      aria-label={`${text[state]}. ${controls.diagnostics}`}
      title={controls.diagnostics}
      onClick={() => {
        diagnosticsOpen.value = true;
      }}
    >
      <span class="dot" />
      <span class="copy-words">{text[state]}</span>
    </button>
  );
}
