import { useSignal } from '@preact/signals';
import { PlaylistError } from 'lectern-client';
import { useMemo } from 'preact/hooks';
import { Icon } from '../components/icon.js';
import { words } from '../i18n/index.js';
import { attempt } from './attempt.js';
import { useLectureSession } from './context.js';
import { EditButton } from './edit-button.js';
import { FullScreenButton } from './full-screen-button.js';
import { StageNote } from './stage-note.js';
import { stagePeople } from './stage-people.js';
import { StageTile } from './stage-tile.js';
import { VideoPlayer } from './video-player.js';

/** The video, with notices, buttons and the teacher's camera on top of it. */
export function Stage() {
  const session = useLectureSession();
  const { video, state } = session;
  const text = words.value.lecture.video;
  const people = useMemo(() => stagePeople(session), [session]);
  const beside = people.value.tiles.find(({ shown, teaches }) => teaches && shown.person.value.camera);
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
      <VideoNote unreachable={unreachable.value} again={again} />
      {beside && (
        <div class="beside">
          <StageTile {...beside} />
        </div>
      )}
      <FullScreenButton />
    </div>
  );
}

function VideoNote({ unreachable, again }: { unreachable: boolean; again: () => void }) {
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
    return (
      <StageNote
        what={text.noVideo}
        todo={(teaches.value ? text.noVideoOwn : text.noVideoTodo)(playlist.entry)}
        alert
      >
        {teaches.value && <EditButton labeled />}
      </StageNote>
    );
  }
  if (!video.item.value)
    return <StageNote what={text.pastEnd} todo={teaches.value ? text.pastEndOwn : text.pastEndTodo} />;
  if (unreachable) {
    return (
      <StageNote what={text.youTubeFailed} todo={text.youTubeFailedTodo} alert>
        {retry}
      </StageNote>
    );
  }
  if (now.name === 'stopped' && now.reason === 'failed') {
    return (
      <StageNote what={text.failed} todo={teaches.value ? text.failedOwn : text.failedTodo} alert>
        <div class="actions">
          {teaches.value && <EditButton labeled />}
          {retry}
        </div>
      </StageNote>
    );
  }
  if (now.name === 'stopped') {
    return (
      <StageNote todo={text.startWhy}>
        <button type="button" class="button primary start" onClick={() => video.start()}>
          <Icon name="play" size={24} />
          {text.start}
        </button>
      </StageNote>
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
    return <StageNote what={text.waiting} todo={text.waitingTodo} />;
  }
  if (video.status.value === 'ended' && !video.away.value) {
    const more = index + 1 < playlist.length;
    return (
      <StageNote what={text.over}>
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
      </StageNote>
    );
  }
  return null;
}
