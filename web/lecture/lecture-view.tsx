import { ConnectionBanner } from '../components/connection-banner.js';
import { DoorDialog } from '../components/door-dialog.js';
import { Icon } from '../components/icon.js';
import { words } from '../i18n/index.js';
import { soundBlocked, turnSoundOn } from '../sound.js';
import { useLectureSession } from './context.js';
import { Controls } from './controls.js';
import { LeaveQuestion } from './leave-question.js';
import { LectureHeader } from './lecture-header.js';
import { LectureShortcuts } from './lecture-shortcuts.js';
import { PeopleStage } from './people-stage.js';
import { RecordingNotice } from './recording-notices.js';
import { SidePanel } from './side-panel.js';
import { Stage } from './stage.js';
import { Transport } from './transport.js';

/** The lecture: the video or the people on the left, chat and people on the right; on a phone, one above the other. */
export function LectureView({ classUuid }: { classUuid: string }) {
  const { video, voices, hasVideos } = useLectureSession();
  const { room } = words.value;
  return (
    <div class="lecture">
      <LectureHeader classUuid={classUuid} />
      <main class="watch" data-away={video.away.value}>
        <div class="lecture-notices">
          <ConnectionBanner />
          <RecordingNotice />
          {soundBlocked.value && (
            <div class="banner" role="status">
              <p>{room.soundBlocked}</p>
              <button type="button" class="button small" onClick={turnSoundOn}>
                <Icon name="sound" />
                {room.soundOn}
              </button>
            </div>
          )}
        </div>
        {hasVideos.value ? <Stage /> : <PeopleStage />}
        <Transport />
      </main>
      <SidePanel />
      <Controls classUuid={classUuid} />
      <LectureShortcuts />
      <LeaveQuestion />
      {voices.value && <DoorDialog media={voices.value.own} />}
    </div>
  );
}
