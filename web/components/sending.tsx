import type { ComponentChildren } from 'preact';
import type { Draft } from '../draft.js';
import { words } from '../i18n/index.js';

interface Props {
  draft: Draft;
  /** A mark above each message that only some people will be able to read. */
  mark?: ComponentChildren;
}

/** Messages that are being sent or are waiting for a reconnection. */
export function Sending({ draft, mark }: Props) {
  return draft.sending.value.map(({ key, text }) => (
    <div key={key} class={mark ? 'chat-message own sending private' : 'chat-message own sending'}>
      {mark}
      <p dir="auto">{text}</p>
      <span class="quiet">{words.value.chat.sending}</span>
    </div>
  ));
}
