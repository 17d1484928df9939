import { useSignal } from '@preact/signals';
import { splitPlaylist } from 'lectern-client';
import type { Lecture } from 'lectern-protocol';
import { cleanText } from 'lectern-protocol/shown-text';
import { useRef } from 'preact/hooks';
import { FormDialog } from '../components/form-dialog.js';
import { TextField } from '../components/text-field.js';
import { dayOf } from '../format.js';
import { words } from '../i18n/index.js';
import { dayText, nextHour, readLectureDate, timeText, writeLectureDate } from './lecture-date.js';
import { findMissing, readEntries } from './playlist-check.js';
import { PlaylistField } from './playlist-field.js';

/** The fields of the form for a lecture. */
export type LectureFields = Pick<Lecture, 'lectureName' | 'lectureDate' | 'playlist'>;

interface Props {
  title: string;
  /** The lecture to edit; absent for a new one. */
  lecture?: LectureFields;
  /** The label of the button, and the one while the request is pending. */
  submitWord: string;
  busyWord: string;
  /** Rejects with a RequestError. The form then stays open. */
  onSubmit: (fields: LectureFields) => Promise<void>;
  onClose: () => void;
}

/** The form for a lecture's name, date and videos. */
export function LectureForm({ lecture, onSubmit, ...dialog }: Props) {
  const text = words.value.classes;
  const begins = lecture
    ? readLectureDate(lecture.lectureDate)
    : { at: nextHour(new Date()), wholeDay: false };
  const name = useSignal(lecture?.lectureName ?? '');
  const day = useSignal(begins ? dayText(begins.at) : '');
  const time = useSignal(begins && !begins.wholeDay ? timeText(begins.at) : '');
  const playlist = useSignal(splitPlaylist(lecture?.playlist ?? '').join('\n'));
  const tried = useSignal(false);
  const missing = useSignal<readonly string[]>([]);
  const fields = useRef<HTMLDivElement>(null);

  const chosen = readLectureDate(day.value);
  const entries = readEntries(playlist.value);
  const faults = {
    name: cleanText(name.value) === '',
    day: day.value === '',
    playlist: entries.some(({ fault, text }) => fault || missing.value.includes(text)),
  };
  const wrong = (field: keyof typeof faults): boolean => tried.value && faults[field];

  const focus = (field: keyof typeof faults): void =>
    fields.current?.querySelector<HTMLElement>(`#lecture-${field}`)?.focus();

  const submit = async (): Promise<boolean> => {
    tried.value = true;
    const first = (['name', 'day', 'playlist'] as const).find((field) => faults[field]);
    if (first) {
      focus(first);
      return false;
    }
    // A video that has been removed since does not keep the teacher from changing the rest.
    const before = splitPlaylist(lecture?.playlist ?? '');
    missing.value = await findMissing(entries.filter((entry) => !before.includes(entry.text)));
    if (missing.value.length > 0) {
      focus('playlist');
      return false;
    }
    await onSubmit({
      lectureName: cleanText(name.value),
      lectureDate: writeLectureDate(day.value, time.value),
      playlist: entries.map((entry) => entry.text).join(', '),
    });
    return true;
  };

  return (
    <FormDialog {...dialog} onSubmit={submit}>
      <div class="stack" ref={fields}>
        <TextField
          id="lecture-name"
          label={text.lectureName}
          hint={wrong('name') ? text.lectureNameMissing : text.lectureNameHint}
          wrong={wrong('name')}
          value={name}
          maxLength={200}
          required
        />
        <div class="date-row">
          <TextField
            id="lecture-day"
            label={text.day}
            hint={wrong('day') ? text.dayMissing : chosen ? dayOf(chosen.at) : ''}
            wrong={wrong('day')}
            value={day}
            type="date"
            required
          />
          <TextField id="lecture-time" label={text.time} hint={text.timeHint} value={time} type="time" />
        </div>
        <PlaylistField
          id="lecture-playlist"
          written={playlist}
          entries={entries}
          hint={lecture ? words.value.manage.videosHint : text.playlistHint}
          fault={wrong('playlist') ? text.playlistWrong : undefined}
        />
      </div>
    </FormDialog>
  );
}
