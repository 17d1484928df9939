import { Icon } from '../components/icon.js';
import { duration } from '../format.js';
import { words } from '../i18n/index.js';
import { attempt } from './attempt.js';
import { useLectureSession } from './context.js';
import { PlaylistMenu } from './playlist-menu.js';
import { SyncStatus } from './sync-status.js';
import { Timeline } from './timeline.js';
import { Volume } from './volume.js';

/** The bar below the video: its position and controls. Without videos, only what does not need any. */
export function Transport() {
  const session = useLectureSession();
  const { video, teaches, lecture, markers, state } = session;
  const { video: text, markers: asking } = words.value.lecture;
  const drives = teaches.value || video.away.value;
  const running = video.running.value;
  const playlist = video.playlist.value;
  const next = video.index.value + 1;
  const all = video.duration.value;
  const hasVideos = !video.isEmpty;
  return (
    <div class="transport">
      {hasVideos && <Timeline />}
      <div class="row">
        {drives && hasVideos && (
          <button
            type="button"
            class={
              teaches.value && state.value.lecture?.isLive ? 'button primary icon' : 'button outline icon'
            }
            aria-label={running ? text.pause : text.play}
            title={running ? text.pause : text.play}
            onClick={() => video.toggle()}
          >
            <Icon name={running ? 'pause' : 'play'} />
          </button>
        )}
        {teaches.value && Array.isArray(playlist) && playlist.length > 1 && (
          <button
            type="button"
            class="button plain icon"
            aria-label={text.next}
            title={text.next}
            disabled={next >= playlist.length}
            onClick={() => void attempt(() => lecture.selectVideo(next))}
          >
            <Icon name="next" />
          </button>
        )}
        {hasVideos && (
          <>
            <span class="time">
              {duration(video.position.value)}
              {all !== undefined && <span class="quiet"> / {duration(all)}</span>}
            </span>
            <SyncStatus />
          </>
        )}
        <span class="spring" />
        <PlaylistMenu />
        <button
          type="button"
          class="button outline ask"
          aria-label={asking.ask}
          title={asking.askHint}
          onClick={() => {
            session.tab.value = 'questions';
            markers.open.value = undefined;
            markers.asking.value = video.moment;
          }}
        >
          <Icon name="question" />
          <span class="copy-words">{asking.ask}</span>
        </button>
        {hasVideos && <Volume />}
      </div>
    </div>
  );
}
