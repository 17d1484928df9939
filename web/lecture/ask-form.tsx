import { useSignal } from '@preact/signals';
import type { Marker } from 'lectern-client';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { Field } from '../components/field.js';
import { SegmentedControl } from '../components/segmented-control.js';
import { duration } from '../format.js';
import { words } from '../i18n/index.js';
import { useLectureSession } from './context.js';

/** Maximum number of characters of a message, as in the protocol. */
const longest = 4096;

/** The form to pin a question or a discussion to a moment of the video. */
export function AskForm({ time }: { time: number }) {
  const { markers } = useLectureSession();
  const text = words.value.lecture.markers;
  const kind = useSignal<Marker['markerType']>('Question');
  const written = useSignal('');
  const missing = useSignal(false);
  const sending = useSignal(false);
  const box = useRef<HTMLTextAreaElement>(null);
  useLayoutEffect(() => box.current?.focus(), []);
  const cancel = (): void => {
    markers.asking.value = undefined;
  };
  const submit = async (): Promise<void> => {
    const clean = written.value.trim();
    missing.value = clean === '';
    if (missing.value || sending.value) return box.current?.focus();
    sending.value = true;
    await markers.create(kind.value, time, clean);
    sending.value = false;
  };
  return (
    <form
      class="ask-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
      onKeyDown={(event) => event.key === 'Escape' && cancel()}
    >
      <h2>{text.title(duration(time))}</h2>
      <SegmentedControl
        label={text.kind}
        value={kind.value}
        options={[
          { value: 'Question', word: text.Question },
          { value: 'Discussion', word: text.Discussion },
        ]}
        onChange={(next) => {
          kind.value = next;
        }}
      />
      <Field
        id="ask-text"
        label={text.text}
        hint={missing.value ? text.missing : words.value.chat.hint}
        wrong={missing.value}
      >
        {(described) => (
          <textarea
            {...described}
            ref={box}
            rows={4}
            maxLength={longest}
            value={written}
            onInput={({ currentTarget }) => {
              written.value = currentTarget.value;
              missing.value = false;
            }}
            onKeyDown={(event) => {
              if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
              event.preventDefault();
              void submit();
            }}
          />
        )}
      </Field>
      <div class="actions">
        <button type="submit" class="button primary" disabled={sending.value}>
          {text.pin}
        </button>
        <button type="button" class="button outline" onClick={cancel}>
          {text.cancel}
        </button>
      </div>
    </form>
  );
}
