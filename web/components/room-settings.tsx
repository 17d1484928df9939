import { signal } from '@preact/signals';
import { words } from '../i18n/index.js';
import type { RoomSettings } from '../room-settings.js';
import { TextField } from './text-field.js';

const SHORTEST_PASSWORD = 4;

/** The values of the form with the room's settings. */
export class SettingsForm {
  readonly listed = signal(false);
  readonly password = signal('');
  readonly max = signal('');
  readonly wrong = signal<'password' | 'max' | undefined>(undefined);

  /** Returns the settings, or undefined if there are none or some are invalid. */
  read(): RoomSettings | undefined {
    const [password, max] = [this.password.value, this.max.value.trim()];
    const isShort = password !== '' && [...password].length < SHORTEST_PASSWORD;
    this.wrong.value = isShort ? 'password' : /^([1-9]\d{0,4})?$/.test(max) ? undefined : 'max';
    if (this.wrong.value || !(this.listed.value || password || max)) return undefined;
    return {
      public: this.listed.value,
      ...(password && { password }),
      ...(max && { max: Number(max) }),
    };
  }
}

/** The form for the settings of a new room, collapsed by default. */
export function RoomSettingsFields({ form }: { form: SettingsForm }) {
  const { roomAccess } = words.value;
  const wrong = form.wrong.value;
  const correct = (): void => {
    form.wrong.value = undefined;
  };
  return (
    <details class="room-settings">
      <summary>{roomAccess.settings}</summary>
      <p class="hint">{roomAccess.settingsHint}</p>
      <label class="choice">
        <input
          type="checkbox"
          checked={form.listed.value}
          onChange={(event) => {
            form.listed.value = event.currentTarget.checked;
          }}
        />
        {roomAccess.public}
      </label>
      <TextField
        id="room-password"
        label={roomAccess.password}
        hint={wrong === 'password' ? roomAccess.passwordShort : roomAccess.passwordHint}
        wrong={wrong === 'password'}
        value={form.password}
        onEdit={correct}
        type="password"
        autoComplete="new-password"
        maxLength={256}
      />
      <TextField
        id="room-max"
        label={roomAccess.max}
        hint={wrong === 'max' ? roomAccess.maxWrong : roomAccess.maxHint}
        wrong={wrong === 'max'}
        value={form.max}
        onEdit={correct}
        inputMode="numeric"
        maxLength={5}
      />
    </details>
  );
}
