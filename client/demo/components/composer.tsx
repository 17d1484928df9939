import { useEffect, useRef } from 'preact/hooks';
import { draft, over, refusal, sendDraft } from '../chat.js';
import { words } from '../i18n/index.js';
import { connection, type Session } from '../session.js';
import { view } from '../view.js';
import { Icon } from './icon.js';

/** Where one writes. */
export function Composer({ session }: { session: Session }) {
  const text = words.value.chat;
  const box = useRef<HTMLTextAreaElement>(null);
  const send = (): void => void sendDraft(session);
  useEffect(() => {
    if (view.value === 'chat') box.current?.focus();
  }, [view.value]);
  const fault =
    over.value > 0 ? text.tooLong(over.value) : refusal.value !== undefined ? text[refusal.value] : undefined;
  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
        box.current?.focus();
      }}
    >
      <label class="visually-hidden" for="message">
        {text.label}
      </label>
      <div class="row">
        <textarea
          ref={box}
          id="message"
          rows={1}
          placeholder={text.placeholder}
          aria-describedby="message-hint"
          aria-invalid={fault !== undefined}
          value={draft}
          onInput={(event) => {
            draft.value = event.currentTarget.value;
          }}
          onKeyDown={(event) => {
            // While a Korean syllable is being put together, Enter finishes it and sends nothing.
            if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
            event.preventDefault();
            send();
          }}
        />
        <button type="submit" class="button primary icon" aria-label={text.send} title={text.send}>
          <Icon name="send" />
        </button>
      </div>
      <p id="message-hint" class={fault ? 'hint wrong' : 'hint'} role="status">
        {fault ?? (connection.value.name === 'open' ? text.hint : '')}
      </p>
    </form>
  );
}
