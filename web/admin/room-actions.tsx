import { useSignal } from '@preact/signals';
import { Confirm } from '../components/confirm.js';
import { Icon } from '../components/icon.js';
import { Menu } from '../components/menu.js';
import { MenuItem } from '../components/menu-item.js';
import { showToast } from '../components/toasts.js';
import { act } from './session.js';
import { adminWords } from './words.js';

/** Performs an action, and reports whether it succeeded. */
export async function perform(done: string, ...action: Parameters<typeof act>): Promise<void> {
  const refused = await act(...action);
  const { notDone, lacksScope } = adminWords.value;
  if (!refused) showToast(done);
  else showToast(refused.scope === undefined ? notDone : lacksScope(refused.scope));
}

/** Actions that concern everyone in a room. */
export function RoomActions({ room, name }: { room: string; name: string }) {
  const text = adminWords.value;
  const closing = useSignal(false);
  const path = `rooms/${encodeURIComponent(room)}`;
  return (
    <>
      <Menu
        class="actions-menu"
        buttonClass="button plain icon small"
        label={text.roomActions(name)}
        face={<Icon name="more" />}
      >
        <MenuItem
          onChoose={() =>
            void perform(text.done.muteAll(name), `${path}/stop-media`, 'POST', {
              media: 'microphone',
              by: text.by,
            })
          }
        >
          {text.muteAll}
        </MenuItem>
        <MenuItem
          danger
          onChoose={() => {
            closing.value = true;
          }}
        >
          {text.closeRoom}
        </MenuItem>
      </Menu>
      {closing.value && (
        <Confirm
          title={text.closeTitle(name)}
          text={text.closeText}
          confirm={text.closeRoom}
          cancel={text.cancel}
          onConfirm={() =>
            void perform(text.done.closeRoom(name), `${path}/close`, 'POST', { reason: text.closeReason })
          }
          onClose={() => {
            closing.value = false;
          }}
        />
      )}
    </>
  );
}
