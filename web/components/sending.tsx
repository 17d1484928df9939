import type { Draft } from '../draft.js';
import { words } from '../i18n/index.js';

/** Messages that are being sent or are waiting for a reconnection. */
export function Sending({ draft }: { draft: Draft }) {
  return draft.sending.value.map(({ key, text }) => (
    <div key={key} class="chat-message own sending">
      <p dir="auto">{text}</p>
      <span class="quiet">{words.value.chat.sending}</span>
    </div>
  ));
}
