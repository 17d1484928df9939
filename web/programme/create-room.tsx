import { useSignal } from '@preact/signals';
import { ProgrammeRefusal } from 'lectern-client';
import { cleanText } from 'lectern-protocol/shown-text';
import { useRef } from 'preact/hooks';
import { Submit } from '../classes/submit.js';
import { Dialog } from '../components/dialog.js';
import { Field } from '../components/field.js';
import { words } from '../i18n/index.js';
import { codeOf, type FailureCode, refusalText } from '../refusal.js';
import { show } from '../router.js';
import type { ProgrammeSession } from './programme-session.js';
import { MAX_VOICES } from './voices.js';

const PLACES = 10;
const PLACES_MOST = 10_000;

interface Props {
  session: ProgrammeSession;
  schedule: string;
  onClose: () => void;
}

function why(code: FailureCode): string {
  const text = words.value.programme;
  if (code === 'full') return text.tooMany;
  return code === 'forbidden' ? text.mayNotCreate : refusalText(code);
}

/** The form to create a chat room. Joins the room after creating it. */
export function CreateRoom({ session, schedule, onClose }: Props) {
  const text = words.value.programme;
  const title = useSignal('');
  const places = useSignal(String(PLACES));
  const wrong = useSignal<'title' | 'places' | undefined>(undefined);
  const busy = useSignal(false);
  const trouble = useSignal<FailureCode | undefined>(undefined);
  const titleInput = useRef<HTMLInputElement>(null);
  const placesInput = useRef<HTMLInputElement>(null);

  const submit = async (): Promise<void> => {
    const max = Number(places.value);
    const fits = Number.isInteger(max) && max >= 1 && max <= PLACES_MOST;
    wrong.value = cleanText(title.value) === '' ? 'title' : fits ? undefined : 'places';
    if (wrong.value) return (wrong.value === 'title' ? titleInput : placesInput).current?.focus();
    busy.value = true;
    trouble.value = undefined;
    try {
      const roomId = await session.programme.createRoom(cleanText(title.value), max);
      onClose();
      show({ page: 'programme', schedule, roomId });
    } catch (error) {
      trouble.value = error instanceof ProgrammeRefusal ? 'full' : codeOf(error);
      busy.value = false;
    }
  };

  return (
    <Dialog title={text.create} onClose={onClose} closedby="closerequest">
      <form
        class="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!busy.value) void submit();
        }}
      >
        <Field
          id="room-title"
          label={text.roomTitle}
          hint={wrong.value === 'title' ? text.roomTitleMissing : text.roomTitleHint}
          wrong={wrong.value === 'title'}
        >
          {(described) => (
            <input
              {...described}
              ref={titleInput}
              maxLength={100}
              autoComplete="off"
              required
              value={title}
              onInput={(event) => {
                title.value = event.currentTarget.value;
                wrong.value = undefined;
              }}
            />
          )}
        </Field>
        <Field
          id="room-places"
          label={text.max}
          hint={wrong.value === 'places' ? text.maxWrong : text.maxHint(MAX_VOICES)}
          wrong={wrong.value === 'places'}
        >
          {(described) => (
            <input
              {...described}
              ref={placesInput}
              type="number"
              inputMode="numeric"
              min={1}
              max={PLACES_MOST}
              required
              value={places}
              onInput={(event) => {
                places.value = event.currentTarget.value;
                wrong.value = undefined;
              }}
            />
          )}
        </Field>
        <Submit
          word={text.createDo}
          busyWord={text.creating}
          busy={busy.value}
          trouble={trouble.value}
          why={why}
        />
      </form>
    </Dialog>
  );
}
