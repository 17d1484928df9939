import { useSignal } from '@preact/signals';
import { isRoomId } from 'lectern-client';
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
import { type NameFault, readName } from '../person-name.js';
import { listenOnly, userName } from '../preferences.js';
import { type FailureCode, refusalText } from '../refusal.js';
import { goTo, readRoom } from '../router.js';
import { prepareRoom } from '../routes.js';
import { session } from '../session-state.js';
import { DeviceCheck } from './device-check.js';
import { NameField } from './name-field.js';
import { type RoomFault, RoomField } from './room-field.js';
import { RoomSettingsFields, SettingsForm } from './room-settings.js';

interface Props {
  /** The room to join. If undefined, the form asks for the room. */
  fixedRoom: string | undefined;
  /** The initial value of the room field. */
  written: string;
}

/** The form to join a room. */
export function JoinForm({ fixedRoom, written }: Props) {
  const { entry } = words.value;
  const name = useSignal(userName.value);
  const room = useSignal(written);
  const nameFault = useSignal<NameFault | undefined>(undefined);
  const roomFault = useSignal<RoomFault>(written === '' || isRoomId(written) ? undefined : 'wrong');
  const entering = useSignal(false);
  const settings = useMemo(() => new SettingsForm(), []);
  const refused = useSignal<FailureCode | undefined>(undefined);
  const nameInput = useRef<HTMLInputElement>(null);
  const roomInput = useRef<HTMLInputElement>(null);

  const entered = useRef(false);
  // Without a microphone, the same key leads on.
  const cannotSpeak = microphoneTrouble.value !== undefined;

  useEffect(() => {
    if (fixedRoom !== undefined) void openRemembered();
    return () => {
      if (!entered.current && !session.peek()) releaseAll();
    };
  }, []);

  const submit = async (withMicrophone: boolean): Promise<void> => {
    const read = readName(name.value);
    const cleanRoom = fixedRoom ?? readRoom(room.value);
    nameFault.value = read.fault;
    roomFault.value = cleanRoom === '' ? 'missing' : isRoomId(cleanRoom) ? undefined : 'wrong';
    if (nameFault.value) return nameInput.current?.focus();
    if (roomFault.value) return roomInput.current?.focus();
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
    else if (ready && wished) refused.value = await code.makeRoom({ room_id: cleanRoom, ...wished });
    entering.value = false;
    if (!code || !ready || refused.value) return;
    if (!withMicrophone) release(microphone);
    userName.value = read.name;
    listenOnly.value = withMicrophone ? 'no' : 'yes';
    entered.current = true;
    goTo(cleanRoom);
    code.enter(cleanRoom, withMicrophone);
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
      {fixedRoom === undefined && (
        <>
          <RoomField room={room} fault={roomFault} input={roomInput} />
          <RoomSettingsFields form={settings} />
        </>
      )}
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
