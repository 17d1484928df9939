import { type Signal, useSignal } from '@preact/signals';
import { cleanText } from 'lectern-protocol/shown-text';
import { useRef } from 'preact/hooks';
import { Dialog } from '../components/dialog.js';
import { Field } from '../components/field.js';
import { showToast } from '../components/toasts.js';
import { dayOf } from '../format.js';
import { words } from '../i18n/index.js';
import { codeOf, type FailureCode } from '../refusal.js';
import type { ClassSession } from './class-session.js';
import { dayText, nextHour, readLectureDate, timeText, writeLectureDate } from './lecture-date.js';
import { readEntries } from './playlist-check.js';
import { PlaylistField } from './playlist-field.js';
import { Submit } from './submit.js';

interface Props {
  session: ClassSession;
  /** Called with the id of the created lecture. */
  created: Signal<number | undefined>;
  onClose: () => void;
}

/** The form to create a lecture of the class. */
export function CreateLecture({ session, created, onClose }: Props) {
  const text = words.value.classes;
  const soon = nextHour(new Date());
  const name = useSignal('');
  const day = useSignal(dayText(soon));
  const time = useSignal(timeText(soon));
  const playlist = useSignal('');
  const tried = useSignal(false);
  const busy = useSignal(false);
  const trouble = useSignal<FailureCode | undefined>(undefined);
  const form = useRef<HTMLFormElement>(null);

  const chosen = readLectureDate(day.value);
  const entries = readEntries(playlist.value);
  const faults = {
    name: cleanText(name.value) === '',
    day: day.value === '',
    playlist: entries.length === 0 || entries.some(({ fault }) => fault),
  };
  const wrong = (field: keyof typeof faults): boolean => tried.value && faults[field];

  const submit = async (): Promise<void> => {
    tried.value = true;
    const first = (['name', 'day', 'playlist'] as const).find((field) => faults[field]);
    if (first) return form.current?.querySelector<HTMLElement>(`#lecture-${first}`)?.focus();
    busy.value = true;
    trouble.value = undefined;
    try {
      const { id, lectureName } = await session.createLecture({
        lectureName: cleanText(name.value),
        lectureDate: writeLectureDate(day.value, time.value),
        playlist: entries.map((entry) => entry.text).join(', '),
      });
      onClose();
      created.value = id;
      showToast(text.lectureCreated(lectureName));
    } catch (error) {
      trouble.value = codeOf(error);
      busy.value = false;
    }
  };

  return (
    <Dialog title={text.createLecture} onClose={onClose} closedby="closerequest">
      <form
        ref={form}
        class="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!busy.value) void submit();
        }}
      >
        <Field
          id="lecture-name"
          label={text.lectureName}
          hint={wrong('name') ? text.lectureNameMissing : text.lectureNameHint}
          wrong={wrong('name')}
        >
          {(described) => (
            <input
              {...described}
              maxLength={200}
              autoComplete="off"
              required
              value={name}
              onInput={(event) => {
                name.value = event.currentTarget.value;
              }}
            />
          )}
        </Field>
        <div class="date-row">
          <Field
            id="lecture-day"
            label={text.day}
            hint={wrong('day') ? text.dayMissing : chosen ? dayOf(chosen.at) : ''}
            wrong={wrong('day')}
          >
            {(described) => (
              <input
                {...described}
                type="date"
                required
                value={day}
                onInput={(event) => {
                  day.value = event.currentTarget.value;
                }}
              />
            )}
          </Field>
          <Field id="lecture-time" label={text.time} hint={text.timeHint} wrong={false}>
            {(described) => (
              <input
                {...described}
                type="time"
                value={time}
                onInput={(event) => {
                  time.value = event.currentTarget.value;
                }}
              />
            )}
          </Field>
        </div>
        <PlaylistField
          id="lecture-playlist"
          written={playlist}
          entries={entries}
          fault={
            wrong('playlist') ? (entries.length === 0 ? text.playlistMissing : text.playlistWrong) : undefined
          }
        />
        <Submit
          word={text.createLectureDo}
          busyWord={text.creating}
          busy={busy.value}
          trouble={trouble.value}
        />
      </form>
    </Dialog>
  );
}
