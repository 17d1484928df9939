import { useSignal } from '@preact/signals';
import { PlaylistError } from 'lectern-client';
import type { ComponentChildren } from 'preact';
import { Icon } from '../components/icon.js';
import { words } from '../i18n/index.js';
import { attempt } from './attempt.js';
import { useLectureSession } from './context.js';
import { EditButton } from './edit-button.js';
import { VideoPlayer } from './video-player.js';

/** The video, with notices and buttons on top of it. */
export function Stage() {
  const { video, state } = useLectureSession();
  const text = words.value.lecture.video;
  /** Number of times that the user has retried to load the video. */
  const tries = useSignal(0);
  const unreachable = useSignal(false);
  const again = (): void => {
    unreachable.value = false;
    tries.value++;
  };
  const item = video.item.value;
  const index = video.index.value;
  return (
    <div class="stage">
      {item && (
        <VideoPlayer
          key={`${index} ${JSON.stringify(item)} ${tries.value}`}
          item={item}
          index={index}
          label={text.label(state.value.lecture?.lectureName ?? '')}
          onUnreachable={() => {
            unreachable.value = true;
          }}
        />
      )}
      <StageNote unreachable={unreachable.value} again={again} />
      <button
        type="button"
        class="button icon small larger"
        aria-label={text.larger}
        title={text.larger}
        onClick={({ currentTarget }) => {
          if (document.fullscreenElement) void document.exitFullscreen();
          else void currentTarget.closest('.watch')?.requestFullscreen();
        }}
      >
        <Icon name="larger" />
      </button>
    </div>
  );
}

function StageNote({ unreachable, again }: { unreachable: boolean; again: () => void }) {
  const { video, state, teaches, lecture } = useLectureSession();
  const text = words.value.lecture.video;
  const playlist = video.playlist.value;
  const index = video.index.value;
  const now = video.state.value;
  const retry = (
    <button type="button" class="button" onClick={again}>
      {text.again}
    </button>
  );
  if (playlist instanceof PlaylistError) {
    if (video.isEmpty) return <Note what={text.noVideos} todo={text.noVideosTodo} />;
    return (
      <Note
        what={text.noVideo}
        todo={(teaches.value ? text.noVideoOwn : text.noVideoTodo)(playlist.entry)}
        alert
      >
        {teaches.value && <EditButton labeled />}
      </Note>
    );
  }
  if (!video.item.value)
    return <Note what={text.pastEnd} todo={teaches.value ? text.pastEndOwn : text.pastEndTodo} />;
  if (unreachable) {
    return (
      <Note what={text.youTubeFailed} todo={text.youTubeFailedTodo} alert>
        {retry}
      </Note>
    );
  }
  if (now.name === 'stopped' && now.reason === 'failed') {
    return (
      <Note what={text.failed} todo={teaches.value ? text.failedOwn : text.failedTodo} alert>
        <div class="actions">
          {teaches.value && <EditButton labeled />}
          {retry}
        </div>
      </Note>
    );
  }
  if (now.name === 'stopped') {
    return (
      <Note todo={text.startWhy}>
        <button type="button" class="button primary start" onClick={() => video.start()}>
          <Icon name="play" size={24} />
          {text.start}
        </button>
      </Note>
    );
  }
  const { playback, lecture: about } = state.value;
  if (
    !teaches.value &&
    !video.away.value &&
    !about?.isLive &&
    !playback?.playing &&
    playback?.position === 0
  ) {
    return <Note what={text.waiting} todo={text.waitingTodo} />;
  }
  if (video.status.value === 'ended' && !video.away.value) {
    const more = index + 1 < playlist.length;
    return (
      <Note what={text.over}>
        {teaches.value && more && (
          <button
            type="button"
            class="button primary"
            onClick={() => void attempt(() => lecture.selectVideo(index + 1))}
          >
            <Icon name="next" />
            {text.next}
          </button>
        )}
      </Note>
    );
  }
  return null;
}

interface NoteProps {
  what?: string;
  todo?: string;
  alert?: boolean;
  children?: ComponentChildren;
}

function Note({ what, todo, alert = false, children }: NoteProps) {
  return (
    <div class="stage-note" role={alert ? 'alert' : undefined}>
      {what && <p class="what">{what}</p>}
      {todo && <p>{todo}</p>}
      {children}
    </div>
  );
}
