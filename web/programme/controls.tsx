import type { Signal } from '@preact/signals';
import { Control } from '../components/control.js';
import { Icon } from '../components/icon.js';
import { Menu } from '../components/menu.js';
import { MicrophoneOptions } from '../components/microphone-options.js';
import { microphoneTrouble } from '../devices.js';
import { words } from '../i18n/index.js';
import { show } from '../router.js';
import { useRoomSession } from './context.js';
import type { Side } from './side.js';
import { MAX_VOICES } from './voices.js';

/**
 * The controls of a chat room: the user's microphone, the part that a narrow window shows, and the button to leave.
 */
export function Controls({ schedule, side }: { schedule: string; side: Signal<Side> }) {
  const { voices, chat } = useRoomSession();
  const { controls: text, microphone: microphoneText, programme } = words.value;
  const own = voices.value?.own;
  const open = own?.microphone.value !== undefined;
  const heard = open && own.muted.value === false;
  const count = chat.value?.users.length ?? 0;
  const other = side.value === 'chat' ? 'people' : 'chat';
  return (
    <section class="controls" aria-label={programme.controls}>
      {own ? (
        <div class="split">
          <Control
            icon={heard ? 'microphone' : 'microphoneOff'}
            word={text.microphone}
            label={!open ? text.noMicrophone : heard ? text.mute : text.unmute}
            on={heard ? 'yes' : microphoneTrouble.value ? 'off' : undefined}
            onClick={() => void own.toggleMuted()}
          />
          <Menu label={microphoneText.options} face={<Icon name="chevron" size={16} />}>
            <MicrophoneOptions level={voices.value?.people.value[0]?.level} />
          </Menu>
        </div>
      ) : (
        <p class="quiet no-voices">{programme.noVoices(MAX_VOICES)}</p>
      )}
      <Control
        class="only-narrow"
        icon={other}
        word={other === 'people' ? programme.peopleWord(count) : programme.chatWord}
        label={other === 'people' ? programme.showPeople(count) : programme.showChat}
        onClick={() => {
          side.value = other;
        }}
      />
      <Control
        class="leave"
        icon="leave"
        word={programme.leave}
        label={programme.leave}
        onClick={() => show({ page: 'programme', schedule })}
      />
    </section>
  );
}
