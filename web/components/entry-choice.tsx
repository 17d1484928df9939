import type { Entry } from 'lectern-client';
import { words } from '../i18n/index.js';
import { SegmentedControl } from './segmented-control.js';

interface Props {
  entry: Entry | undefined;
  onChange: (entry: Entry) => void;
}

/** The choice of who can join a room or a lecture. */
export function EntryChoice({ entry = 'open', onChange }: Props) {
  const text = words.value.order.entry;
  return (
    <div class="entry-choice">
      <SegmentedControl
        label={text.label}
        labelled
        value={entry}
        options={[
          { value: 'open', word: text.open },
          { value: 'waiting', word: text.waiting },
          { value: 'closed', word: text.closed },
        ]}
        onChange={onChange}
      />
      <p class="quiet">{text.hints[entry]}</p>
    </div>
  );
}
