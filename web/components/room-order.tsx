import { useSignal } from '@preact/signals';
import { words } from '../i18n/index.js';
import { admit, muteAll, refuse, setEntry, waitingUsers } from '../room-order.js';
import { moderates, roomSettings } from '../session-state.js';
import { Dialog } from './dialog.js';
import { EntryChoice } from './entry-choice.js';
import { Icon } from './icon.js';
import { RemovedUsers } from './removed-users.js';
import { WaitingList } from './waiting-list.js';

/** Moderation of the room: a button that opens a dialog. The others see whether newcomers can join. */
export function RoomOrder() {
  const text = words.value.order;
  const open = useSignal(false);
  const { own = false, entry } = roomSettings.value ?? {};
  if (!moderates.value)
    return entry ? (
      <EntrySign text={entry === 'closed' ? text.entry.isClosed : text.entry.isWaiting} />
    ) : null;
  const count = waitingUsers.value?.count ?? 0;
  const label = count > 0 ? `${text.manage}: ${text.waiting.asks(count)}` : text.manage;
  return (
    <>
      <button
        type="button"
        class="button plain icon small room-order-button"
        aria-label={label}
        title={label}
        aria-haspopup="dialog"
        onClick={() => {
          open.value = true;
        }}
      >
        <Icon name="lock" />
        {count > 0 && (
          <span class="count" aria-hidden="true">
            {count}
          </span>
        )}
      </button>
      {open.value && (
        <Dialog
          title={text.manage}
          class="room-order"
          onClose={() => {
            open.value = false;
          }}
        >
          {!own && <p class="quiet">{text.first}</p>}
          <EntryChoice entry={entry} onChange={(next) => void setEntry(next)} />
          <WaitingList level={3} waiting={waitingUsers.value} onAdmit={admit} onRefuse={refuse} />
          <button type="button" class="button outline" onClick={() => void muteAll()}>
            <Icon name="microphoneOff" />
            {text.muteAll}
          </button>
          {own && <RemovedUsers />}
        </Dialog>
      )}
    </>
  );
}

function EntrySign({ text }: { text: string }) {
  return (
    <span class="quiet" title={text}>
      <Icon name="lock" size={16} />
      <span class="visually-hidden">{text}</span>
    </span>
  );
}
