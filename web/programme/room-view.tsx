import { useSignal } from '@preact/signals';
import { HeaderTools } from '../components/header-tools.js';
import { Icon } from '../components/icon.js';
import { Link } from '../components/link.js';
import { PageHeading } from '../components/page-heading.js';
import { SchoolBanner } from '../components/school-banner.js';
import { ShortcutHelp } from '../components/shortcut-help.js';
import { words } from '../i18n/index.js';
import { soundBlocked, turnSoundOn } from '../sound.js';
import { useVisit } from './context.js';
import { Controls } from './controls.js';
import { CopyPlace } from './copy-place.js';
import { HeldUpMessage } from './held-up.js';
import { People } from './people.js';
import { RoomChat } from './room-chat.js';
import { RoomKeys } from './room-keys.js';
import type { Side } from './side.js';

/** A chat room: what is held up, what is said, and who is here. */
export function RoomView({ schedule }: { schedule: string }) {
  const visit = useVisit();
  const { programme: text, room: roomText } = words.value;
  const side = useSignal<Side>('chat');
  const { title = text.room, max } = visit.room.value ?? {};
  const count = visit.chat.value?.users.length ?? 0;
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
        <CopyPlace place={{ page: 'programme', schedule, roomId: visit.roomId }} said={text.copiedRoom} />
        <ShortcutHelp />
        <HeaderTools />
      </header>
      <main class="talk">
        <div class="programme-notices">
          <SchoolBanner />
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
        <HeldUpMessage />
        <RoomChat />
      </main>
      <People />
      <Controls schedule={schedule} side={side} />
      <RoomKeys side={side} />
    </div>
  );
}
