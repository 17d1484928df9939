import { useSignal } from '@preact/signals';
import type { ApiClient, ApiRoom } from 'lectern-protocol/http';
import { Confirm } from '../components/confirm.js';
import { Icon } from '../components/icon.js';
import { Menu } from '../components/menu.js';
import { MenuItem } from '../components/menu-item.js';
import { perform } from './room-actions.js';
import { canBan } from './session.js';
import { adminWords } from './words.js';

const stops = [
  ['mute', 'microphone'],
  ['stopCamera', 'camera'],
  ['stopScreen', 'screen'],
] as const;

/** An action that is performed only after it was confirmed. */
type Removal = 'sendOut' | 'banRoom' | 'ban';

/** Actions against a person in a room. */
export function PersonActions({ person, room }: { person: ApiClient; room: ApiRoom }) {
  const text = adminWords.value;
  const removal = useSignal<Removal | undefined>(undefined);
  const { id, user, username: name } = person;
  const path = `rooms/${encodeURIComponent(room.room_id)}`;
  const ask = (what: Removal) => () => {
    removal.value = what;
  };
  const remove = (what: Removal): void => {
    const done = text.done[what](name);
    if (what === 'banRoom') return void perform(done, `${path}/bans`, 'POST', { user });
    const revoke = what === 'ban' ? 'user' : 'nothing';
    void perform(done, `clients/${encodeURIComponent(id)}`, 'DELETE', { reason: text.reason, revoke });
  };
  const asked = removal.value;
  return (
    <>
      <Menu
        class="actions-menu"
        buttonClass="button plain icon small"
        label={text.personActions(name)}
        face={<Icon name="more" />}
        scrolls
      >
        {stops.map(([word, media]) => (
          <MenuItem
            key={media}
            onChoose={() =>
              void perform(text.done[word](name), `${path}/stop-media`, 'POST', { media, user, by: text.by })
            }
          >
            {text[word]}
          </MenuItem>
        ))}
        <MenuItem danger onChoose={ask('sendOut')}>
          {text.sendOut}
        </MenuItem>
        {canBan(room.room_id) && (
          <MenuItem danger onChoose={ask('banRoom')}>
            {text.banRoom}
          </MenuItem>
        )}
        <MenuItem danger onChoose={ask('ban')}>
          {text.ban}
        </MenuItem>
      </Menu>
      {asked && (
        <Confirm
          title={text[`${asked}Title`](name)}
          text={text[`${asked}Text`]}
          confirm={text[asked]}
          cancel={text.cancel}
          onConfirm={() => remove(asked)}
          onClose={() => {
            removal.value = undefined;
          }}
        />
      )}
    </>
  );
}
