import { useSignal } from '@preact/signals';
import { ProgrammeRefusal, RequestError } from 'lectern-client';
import { cleanText } from 'lectern-protocol/shown-text';
import { useRef } from 'preact/hooks';
import { FormDialog } from '../components/form-dialog.js';
import { TextField } from '../components/text-field.js';
import { words } from '../i18n/index.js';
import { type FailureCode, refusalText } from '../refusal.js';
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
  const titleInput = useRef<HTMLInputElement>(null);
  const placesInput = useRef<HTMLInputElement>(null);
  const correct = (): void => {
    wrong.value = undefined;
  };

  const submit = async (): Promise<boolean> => {
    const max = Number(places.value);
    const fits = Number.isInteger(max) && max >= 1 && max <= PLACES_MOST;
    wrong.value = cleanText(title.value) === '' ? 'title' : fits ? undefined : 'places';
    if (wrong.value) {
      (wrong.value === 'title' ? titleInput : placesInput).current?.focus();
      return false;
    }
    try {
      const roomId = await session.programme.createRoom(cleanText(title.value), max);
      show({ page: 'programme', schedule, roomId });
      return true;
    } catch (error) {
      if (error instanceof ProgrammeRefusal) throw new RequestError('full', error.message);
      throw error;
    }
  };

  return (
    <FormDialog
      title={text.create}
      submitWord={text.createDo}
      busyWord={text.creating}
      why={why}
      onSubmit={submit}
      onClose={onClose}
    >
      <TextField
        id="room-title"
        label={text.roomTitle}
        hint={wrong.value === 'title' ? text.roomTitleMissing : text.roomTitleHint}
        wrong={wrong.value === 'title'}
        value={title}
        input={titleInput}
        onEdit={correct}
        maxLength={100}
        required
      />
      <TextField
        id="room-places"
        label={text.max}
        hint={wrong.value === 'places' ? text.maxWrong : text.maxHint(MAX_VOICES)}
        wrong={wrong.value === 'places'}
        value={places}
        input={placesInput}
        onEdit={correct}
        type="number"
        inputMode="numeric"
        min={1}
        max={PLACES_MOST}
        required
      />
    </FormDialog>
  );
}
