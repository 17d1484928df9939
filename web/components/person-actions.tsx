import { useSignal } from '@preact/signals';
import { words } from '../i18n/index.js';
import { removeUser } from '../room-order.js';
import { Confirm } from './confirm.js';
import { Icon } from './icon.js';
import { Menu } from './menu.js';
import { MenuItem } from './menu-item.js';

interface Props {
  user: string;
  /** The participant's name as distinguished from others with the same one. */
  name: string;
}

/** What the owner of the room can do about a participant. */
export function PersonActions({ user, name }: Props) {
  const { order, moderation, lecture } = words.value;
  const { act, more } = lecture.people;
  const removing = useSignal(false);
  return (
    <>
      <Menu
        class="actions-menu"
        buttonClass="button plain icon small"
        label={more(name)}
        face={<Icon name="more" />}
      >
        <MenuItem
          label={act(moderation.drop, name)}
          danger
          onChoose={() => {
            removing.value = true;
          }}
        >
          {moderation.drop}
        </MenuItem>
      </Menu>
      {removing.value && (
        <Confirm
          title={order.removeTitle(name)}
          text={order.removeText}
          confirm={moderation.drop}
          cancel={moderation.cancel}
          onConfirm={() => void removeUser(user, name)}
          onClose={() => {
            removing.value = false;
          }}
        />
      )}
    </>
  );
}
