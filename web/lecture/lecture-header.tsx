import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { announce } from '../announcer.js';
import { Confirm } from '../components/confirm.js';
import { HeaderTools } from '../components/header-tools.js';
import { Icon } from '../components/icon.js';
import { Link } from '../components/link.js';
import { LiveBadge } from '../components/live-badge.js';
import { PageHeading } from '../components/page-heading.js';
import { ShortcutHelp } from '../components/shortcut-help.js';
import { showToast } from '../components/toasts.js';
import { words } from '../i18n/index.js';
import { attempt } from './attempt.js';
import { useLectureSession } from './context.js';
import { EditButton } from './edit-button.js';
import { RecordingBadge } from './recording-notices.js';

/** The lecture's name, and whether it is live. */
export function LectureHeader({ classUuid }: { classUuid: string }) {
  const { state, teaches } = useLectureSession();
  const text = words.value.lecture;
  const { lectureName = '', isLive = false } = state.value.lecture ?? {};
  const was = useRef(isLive);
  useEffect(() => {
    // The teacher made the change and sees it on the button.
    if (was.current !== isLive && !teaches.peek()) announce(isLive ? text.goneLive : text.endedLive);
    was.current = isLive;
  }, [isLive]);
  return (
    <header class="top">
      <Link to={{ page: 'class', classUuid }} class="button plain icon" label={text.toClass}>
        <Icon name="back" />
      </Link>
      <div class="lecture-name">
        <PageHeading title={lectureName} />
        {teaches.value && <EditButton />}
        {(isLive || !teaches.value) && <LiveBadge live={isLive} />}
        <RecordingBadge />
      </div>
      {teaches.value && <LiveButton live={isLive} />}
      <ShortcutHelp />
      <HeaderTools />
    </header>
  );
}

/** The teacher's button that starts the class. Ending it asks for confirmation, since that resets the video. */
function LiveButton({ live }: { live: boolean }) {
  const { lecture } = useLectureSession();
  const text = words.value.lecture;
  const asking = useSignal(false);
  const set = async (next: boolean): Promise<void> => {
    if (await attempt(() => lecture.setLive(next))) showToast(next ? text.goneLive : text.endedLive);
  };
  return (
    <>
      <button
        type="button"
        class={live ? 'button outline' : 'button primary'}
        onClick={() => {
          if (live) asking.value = true;
          else void set(true);
        }}
      >
        {live ? text.endClass : text.startClass}
      </button>
      {asking.value && (
        <Confirm
          {...text.endLive}
          onConfirm={() => void set(false)}
          onClose={() => {
            asking.value = false;
          }}
        />
      )}
    </>
  );
}
