import { useSignal } from '@preact/signals';
import type { StoppableMedia } from 'lectern-client';
import { words } from '../i18n/index.js';
import { removeUser, stopMedia } from '../room-order.js';
import { Confirm } from './confirm.js';
import { Icon } from './icon.js';
import { Menu } from './menu.js';
import { MenuItem } from './menu-item.js';

interface Props {
  user: string;
  /** The participant's name as distinguished from others with the same one. */
  name: string;
  /** What the participant sends. */
  sends: readonly StoppableMedia[];
}

/** Moderation of a participant. */
export function PersonActions({ user, name, sends }: Props) {
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
        {sends.map((media) => (
          <MenuItem
            key={media}
            label={act(order.stop[media], name)}
            onChoose={() => void stopMedia(media, user)}
          >
            {order.stop[media]}
          </MenuItem>
        ))}
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
