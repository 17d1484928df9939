import { words } from '../i18n/index.js';
import { connection, connectionDoubtful } from '../session-state.js';
import { diagnosticsOpen } from '../view.js';

/** The state of the connection, as a dot and a word. Opens the diagnostics. */
export function ConnectionButton() {
  const { connection: text, controls } = words.value;
  const state = connection.value.name;
  const word = connectionDoubtful.value ? text.checking : text[state];
  return (
    <button
      type="button"
      class="button plain small connection"
      data-state={connectionDoubtful.value ? 'waiting' : state}
      aria-label={`${word}. ${controls.diagnostics}`}
      title={controls.diagnostics}
      onClick={() => {
        diagnosticsOpen.value = true;
      }}
    >
      <span class="dot" />
      <span class="copy-words">{word}</span>
    </button>
  );
}
