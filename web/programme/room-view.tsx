import { useSignal } from '@preact/signals';
import { ConnectionBanner } from '../components/connection-banner.js';
import { DoorDialog } from '../components/door-dialog.js';
import { HeaderTools } from '../components/header-tools.js';
import { Icon } from '../components/icon.js';
import { Link } from '../components/link.js';
import { PageHeading } from '../components/page-heading.js';
import { ShortcutHelp } from '../components/shortcut-help.js';
import { words } from '../i18n/index.js';
import { soundBlocked, turnSoundOn } from '../sound.js';
import { useRoomSession } from './context.js';
import { Controls } from './controls.js';
import { CopyPlace } from './copy-place.js';
import { People } from './people.js';
import { RoomChat } from './room-chat.js';
import { RoomShortcuts } from './room-shortcuts.js';
import type { Side } from './side.js';
import { Spotlight } from './spotlight.js';

/** A chat room: the spotlighted message, the chat and the people. */
export function RoomView({ schedule }: { schedule: string }) {
  const roomSession = useRoomSession();
  const { programme: text, room: roomText } = words.value;
  const side = useSignal<Side>('chat');
  const { title = text.room, max } = roomSession.room.value ?? {};
  const voices = roomSession.voices.value;
  const count = roomSession.chat.value?.users.length ?? 0;
  return (
    <div class="programme-room" data-view={side.value}>
      <header class="top">
        <Link to={{ page: 'programme', schedule }} class="button plain icon" label={text.toRooms}>
          <Icon name="back" />
        </Link>
        <div class="room-name">
          <PageHeading title={title} />
          <span>{text.inIt(count, max)}</span>
        </div>
        <CopyPlace
          place={{ page: 'programme', schedule, roomId: roomSession.roomId }}
          announced={text.copiedRoom}
        />
        <ShortcutHelp />
        <HeaderTools />
      </header>
      <main class="talk">
        <div class="programme-notices">
          <ConnectionBanner />
          {soundBlocked.value && (
            <div class="banner" role="status">
              <p>{roomText.soundBlocked}</p>
              <button type="button" class="button small" onClick={turnSoundOn}>
                <Icon name="sound" />
                {roomText.soundOn}
              </button>
            </div>
          )}
        </div>
        <Spotlight />
        <RoomChat />
      </main>
      <People />
      <Controls schedule={schedule} side={side} />
      <RoomShortcuts side={side} />
      {voices && <DoorDialog media={voices.own} />}
    </div>
  );
}
