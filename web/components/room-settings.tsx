import { type Signal, signal } from '@preact/signals';
import { words } from '../i18n/index.js';
import type { RoomSettings } from '../room-settings.js';
import { Field } from './field.js';

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
  const write = (to: Signal<string>, text: string): void => {
    to.value = text;
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
      <Field
        id="room-password"
        label={roomAccess.password}
        hint={wrong === 'password' ? roomAccess.passwordShort : roomAccess.passwordHint}
        wrong={wrong === 'password'}
      >
        {(described) => (
          <input
            {...described}
            type="password"
            autoComplete="new-password"
            maxLength={256}
            value={form.password}
            onInput={(event) => write(form.password, event.currentTarget.value)}
          />
        )}
      </Field>
      <Field
        id="room-max"
        label={roomAccess.max}
        hint={wrong === 'max' ? roomAccess.maxWrong : roomAccess.maxHint}
        wrong={wrong === 'max'}
      >
        {(described) => (
          <input
            {...described}
            inputMode="numeric"
            autoComplete="off"
            maxLength={5}
            value={form.max}
            onInput={(event) => write(form.max, event.currentTarget.value)}
          />
        )}
      </Field>
    </details>
  );
}
