import { useSignal } from '@preact/signals';
import { words } from '../i18n/index.js';
import { muteAll, setEntry } from '../room-order.js';
import { roomSettings } from '../session-state.js';
import { Dialog } from './dialog.js';
import { EntryChoice } from './entry-choice.js';
import { Icon } from './icon.js';
import { RemovedUsers } from './removed-users.js';

/** What the owner of a room can do in it: a button that opens a dialog. The others see whether the room is closed. */
export function RoomOrder() {
  const text = words.value.order;
  const open = useSignal(false);
  const { own = false, entry } = roomSettings.value ?? {};
  if (!own) return entry === 'closed' ? <ClosedSign /> : null;
  return (
    <>
      <button
        type="button"
        class="button plain icon small"
        aria-label={text.manage}
        title={text.manage}
        aria-haspopup="dialog"
        onClick={() => {
          open.value = true;
        }}
      >
        <Icon name="lock" />
      </button>
      {open.value && (
        <Dialog
          title={text.manage}
          class="room-order"
          onClose={() => {
            open.value = false;
          }}
        >
          <EntryChoice entry={entry} onChange={(next) => void setEntry(next)} />
          <button type="button" class="button outline" onClick={() => void muteAll()}>
            <Icon name="microphoneOff" />
            {text.muteAll}
          </button>
          <RemovedUsers />
        </Dialog>
      )}
    </>
  );
}

function ClosedSign() {
  const { isClosed } = words.value.order.entry;
  return (
    <span class="quiet" title={isClosed}>
      <Icon name="lock" size={16} />
      <span class="visually-hidden">{isClosed}</span>
    </span>
  );
}
