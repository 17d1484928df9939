import { type Signal, useSignal } from '@preact/signals';
import { Field } from '../components/field.js';
import { Icon } from '../components/icon.js';
import { words } from '../i18n/index.js';
import { EntryLine } from './entry-line.js';
import type { Entry } from './playlist-check.js';

/** The address of the sample video, which every server has. */
const SAMPLE = '/media/sample.mp4';

interface Props {
  id: string;
  written: Signal<string>;
  entries: readonly Entry[];
  hint: string;
  fault: string | undefined;
}

/** The field for the playlist. Below it, each entry is listed as the page has parsed it. */
export function PlaylistField({ id, written, entries, hint, fault }: Props) {
  const text = words.value.classes;
  const announced = useSignal('');
  const addSample = (): void => {
    written.value = [...entries.map((entry) => entry.text), SAMPLE].join('\n');
  };
  return (
    <div class="playlist">
      <Field id={id} label={text.playlist} hint={fault ?? hint} wrong={fault !== undefined}>
        {(described) => (
          <textarea
            {...described}
            rows={3}
            maxLength={8192}
            autoComplete="off"
            autoCapitalize="none"
            spellcheck={false}
            value={written}
            onInput={(event) => {
              written.value = event.currentTarget.value;
            }}
          />
        )}
      </Field>
      {!entries.some((entry) => entry.text === SAMPLE) && (
        <button type="button" class="button small" onClick={addSample}>
          <Icon name="plus" size={16} />
          {text.addSample}
        </button>
      )}
      {entries.length > 0 && (
        <ol aria-label={text.entries}>
          {entries.map((entry, index) => (
            <EntryLine key={`${index} ${entry.text}`} entry={entry} announced={announced} />
          ))}
        </ol>
      )}
      <p class="visually-hidden" role="status">
        {announced}
      </p>
    </div>
  );
}
