import { signal } from '@preact/signals';
import { words } from '../i18n/index.js';
import { muteKey } from '../preferences.js';
import { keysOn, nameKeys, shortcuts, useShortcuts } from '../shortcuts.js';
import { Dialog } from './dialog.js';
import { Icon } from './icon.js';

const open = signal(false);

/** Lists the shortcuts of the current page. */
export const showShortcuts = (): void => {
  open.value = true;
};

/** A button that lists the shortcuts of the current page. */
export function ShortcutHelp() {
  const { shell } = words.value;
  return (
    <button
      type="button"
      class="button plain icon small shortcuts-button"
      aria-label={shell.shortcuts}
      title={shell.shortcuts}
      onClick={showShortcuts}
    >
      <Icon name="keyboard" />
    </button>
  );
}

/** The list of the current page's shortcuts, which the ? key opens on every page. */
export function ShortcutList() {
  const { shell } = words.value;
  useShortcuts([{ keys: '?', label: shell.shortcutsShow, run: showShortcuts }]);
  return (
    <>
      {open.value && (
        <Dialog
          title={shell.shortcuts}
          onClose={() => {
            open.value = false;
          }}
        >
          <dl class="shortcuts">
            {shortcuts.value.map(({ keys, label }) => (
              <div key={keys}>
                <dt>{label}</dt>
                <dd>
                  <kbd>{nameKeys(keys, shell.space)}</kbd>
                </dd>
              </div>
            ))}
            <div>
              <dt>{shell.undoLast}</dt>
              <dd>
                <kbd>Ctrl + Z</kbd>
              </dd>
            </div>
          </dl>
          <label class="choice">
            <input
              type="checkbox"
              checked={keysOn.value}
              onChange={(event) => {
                muteKey.value = event.currentTarget.checked ? 'on' : 'off';
              }}
            />
            {shell.singleKeys}
          </label>
        </Dialog>
      )}
    </>
  );
}
