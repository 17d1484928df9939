import type { Draft } from '../draft.js';
import { words } from '../i18n/index.js';

/** What was sent and is on its way, or waits for a connection that is being made again. */
export function Sending({ draft }: { draft: Draft }) {
  return draft.sending.value.map(({ key, text }) => (
    <div key={key} class="said own sending">
      <p dir="auto">{text}</p>
      <span class="quiet">{words.value.lecture.chat.sending}</span>
    </div>
  ));
}
