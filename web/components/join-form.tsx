import { useSignal } from '@preact/signals';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import {
  microphone,
  microphoneTrouble,
  openRemembered,
  release,
  releaseAll,
  takeMicrophone,
} from '../devices.js';
import { words } from '../i18n/index.js';
import { newRoom } from '../new-room.js';
import { type NameFault, readName } from '../person-name.js';
import { listenOnly, userName } from '../preferences.js';
import { type FailureCode, refusalText } from '../refusal.js';
import { prepareRoom } from '../routes.js';
import { session } from '../session-state.js';
import { DeviceCheck } from './device-check.js';
import { NameField } from './name-field.js';
import { RoomSettingsFields, SettingsForm } from './room-settings.js';

/** The form to join a room. If the user is about to create it, it also asks for the room's settings. */
export function JoinForm({ room }: { room: string }) {
  const { entry } = words.value;
  const name = useSignal(userName.value);
  const nameFault = useSignal<NameFault | undefined>(undefined);
  const entering = useSignal(false);
  const settings = useMemo(() => new SettingsForm(), []);
  const refused = useSignal<FailureCode | undefined>(undefined);
  const nameInput = useRef<HTMLInputElement>(null);

  const entered = useRef(false);
  // Without a microphone, the same key leads on.
  const cannotSpeak = microphoneTrouble.value !== undefined;

  useEffect(() => {
    void openRemembered();
    return () => {
      if (!entered.current && !session.peek()) releaseAll();
    };
  }, []);

  const submit = async (withMicrophone: boolean): Promise<void> => {
    const read = readName(name.value);
    nameFault.value = read.fault;
    if (nameFault.value) return nameInput.current?.focus();
    const wished = settings.read();
    if (settings.wrong.value) return document.getElementById(`room-${settings.wrong.value}`)?.focus();
    entering.value = true;
    refused.value = undefined;
    // The room's code is loaded while the browser asks for the microphone. If that fails, the user stays here, and
    // the page shows what to do.
    const [code, ready] = await Promise.all([
      prepareRoom().catch(() => undefined),
      !withMicrophone || microphone.value !== undefined || takeMicrophone(),
    ]);
    if (!code) refused.value = 'disconnected';
    else if (ready && wished) refused.value = await code.makeRoom({ room_id: room, ...wished });
    entering.value = false;
    if (!code || !ready || refused.value) return;
    if (!withMicrophone) release(microphone);
    userName.value = read.name;
    listenOnly.value = withMicrophone ? 'no' : 'yes';
    entered.current = true;
    newRoom.value = undefined;
    code.enter(room, withMicrophone);
  };

  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void submit(!cannotSpeak);
      }}
    >
      <NameField name={name} fault={nameFault} input={nameInput} />
      {newRoom.value === room && <RoomSettingsFields form={settings} />}
      {refused.value && (
        <p class="hint wrong" role="alert">
          {refused.value === 'conflict' ? words.value.roomAccess.taken : refusalText(refused.value)}
        </p>
      )}
      <DeviceCheck camera voice />
      <div class="enter">
        <button type="submit" class="button primary" disabled={entering.value}>
          {entering.value ? entry.joining : cannotSpeak ? entry.without : entry.join}
        </button>
        {!cannotSpeak && (
          <button
            type="button"
            class="button plain"
            aria-describedby="without-hint"
            onClick={() => void submit(false)}
          >
            {entry.without}
          </button>
        )}
        <p id="without-hint" class="hint">
          {entry.withoutHint}
        </p>
      </div>
    </form>
  );
}
