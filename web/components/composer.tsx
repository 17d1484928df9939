import type { ComponentChildren, RefObject } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import type { Draft } from '../draft.js';
import { words } from '../i18n/index.js';
import { Icon } from './icon.js';

interface Props {
  draft: Draft;
  label: string;
  placeholder: string;
  /** Shown below the text box unless there is an error. */
  hint: string;
  /** An error that the draft does not know of. */
  trouble?: string | undefined;
  /** Whether the text box gets the focus when it is shown. */
  focused?: boolean;
  /** Receives the text box element. */
  box?: RefObject<HTMLTextAreaElement | null>;
  /** Content beside the send button. */
  children?: ComponentChildren;
}

/** The text box for messages. */
export function Composer({
  draft,
  label,
  placeholder,
  hint,
  trouble,
  focused = false,
  box,
  children,
}: Props) {
  const text = words.value.chat;
  const id = useId();
  const own = useRef<HTMLTextAreaElement>(null);
  const area = box ?? own;
  const { over, refusal } = draft;
  useEffect(() => {
    if (focused) area.current?.focus();
  }, [focused]);
  const refused = refusal.value === undefined ? trouble : text[refusal.value];
  const fault = over.value > 0 ? text.tooLong(over.value) : refused;
  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        void draft.send();
        area.current?.focus();
      }}
    >
      <label class="visually-hidden" for={id}>
        {label}
      </label>
      <div class="row">
        <textarea
          ref={area}
          id={id}
          rows={1}
          placeholder={placeholder}
          aria-describedby={`${id}-hint`}
          aria-invalid={fault !== undefined}
          value={draft.text}
          onInput={(event) => {
            draft.text.value = event.currentTarget.value;
          }}
          onKeyDown={(event) => {
            // While a Korean syllable is being composed, Enter finishes the syllable and does not send the message.
            if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
            event.preventDefault();
            void draft.send();
          }}
        />
        {children}
        <button type="submit" class="button primary icon" aria-label={text.send} title={text.send}>
          <Icon name="send" />
        </button>
      </div>
      <p id={`${id}-hint`} class={fault ? 'hint wrong' : 'hint'} role="status">
        {fault ?? hint}
      </p>
    </form>
  );
}
