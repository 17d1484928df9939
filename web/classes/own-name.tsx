import { useSignal } from '@preact/signals';
import { OwnBrowsers } from '../browsers/own-browsers.js';
import { loginRequired } from '../classroom-app.js';
import { Dialog } from '../components/dialog.js';
import { DialogButton } from '../components/dialog-button.js';
import { NameForm } from '../components/name-form.js';
import { words } from '../i18n/index.js';
import { userName } from '../preferences.js';

/** Shows the user's name and, unless a login defines it, a way to change it. */
export function OwnName() {
  const text = words.value.classes;
  const changing = useSignal(false);
  const close = (): void => {
    changing.value = false;
  };
  return (
    <p class="own-name">
      <span>{text.youAre(userName.value)}</span>
      {!loginRequired.value && (
        <button
          type="button"
          class="button plain small"
          onClick={() => {
            changing.value = true;
          }}
        >
          {text.changeName}
        </button>
      )}
      {!loginRequired.value && (
        <DialogButton
          class="own-browsers"
          buttonClass="button plain small"
          label={words.value.browsers.another}
          title={words.value.browsers.another}
        >
          <OwnBrowsers />
        </DialogButton>
      )}
      {changing.value && (
        <Dialog title={text.changeNameTitle} onClose={close}>
          <NameForm submit={text.saveName} onDone={close} />
        </Dialog>
      )}
    </p>
  );
}
