import { unread } from '../chat.js';
import { camera, microphone, screen, toggleCamera, toggleScreen } from '../devices.js';
import { words } from '../i18n/index.js';
import { leave, people, toggleMuted } from '../session.js';
import { muted } from '../session-state.js';
import { diagnosticsOpen, view } from '../view.js';
import { Control } from './control.js';
import { Icon } from './icon.js';
import { Menu } from './menu.js';
import { MenuItem } from './menu-item.js';
import { MicrophoneOptions } from './microphone-options.js';
import { showShortcuts } from './shortcut-help.js';

export function Controls() {
  const text = words.value.controls;
  const heard = microphone.value !== undefined && !muted.value;
  const inChat = view.value === 'chat';
  return (
    <section class="controls" aria-label={text.title}>
      <div class="split">
        <Control
          icon={heard ? 'microphone' : 'microphoneOff'}
          word={text.microphone}
          label={!microphone.value ? text.noMicrophone : heard ? text.mute : text.unmute}
          on={heard ? undefined : 'off'}
          onClick={toggleMuted}
        />
        <Menu label={words.value.microphone.options} face={<Icon name="chevron" size={16} />}>
          <MicrophoneOptions level={people.value[0]?.level} />
        </Menu>
      </div>
      <Control
        icon={camera.value ? 'camera' : 'cameraOff'}
        word={text.camera}
        label={camera.value ? text.cameraOff : text.cameraOn}
        on={camera.value ? 'yes' : undefined}
        onClick={() => void toggleCamera()}
      />
      <Control
        icon={screen.value ? 'screenOff' : 'screen'}
        word={text.screen}
        label={screen.value ? text.screenOff : text.screenOn}
        on={screen.value ? 'yes' : undefined}
        onClick={() => void toggleScreen()}
      />
      <Control
        class="only-narrow"
        icon={inChat ? 'people' : 'chat'}
        word={inChat ? text.people : text.chat}
        label={inChat ? text.showPeople : text.showChat(unread.value)}
        onClick={() => {
          view.value = inChat ? 'people' : 'chat';
        }}
      >
        {unread.value > 0 && <span class="count">{unread.value > 99 ? '99+' : unread.value}</span>}
      </Control>
      <Menu
        class="actions-menu more"
        buttonClass="control"
        face={
          <>
            <Icon name="more" size={22} />
            <span>{text.more}</span>
          </>
        }
      >
        <MenuItem
          onChoose={() => {
            diagnosticsOpen.value = true;
          }}
        >
          <Icon name="pulse" size={18} />
          {text.diagnostics}
        </MenuItem>
        <MenuItem onChoose={showShortcuts}>
          <Icon name="keyboard" size={18} />
          {words.value.shell.shortcuts}
        </MenuItem>
      </Menu>
      <Control class="leave" icon="leave" word={text.leave} label={text.leave} onClick={leave} />
    </section>
  );
}
