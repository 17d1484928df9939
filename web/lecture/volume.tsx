import { Icon } from '../components/icon.js';
import { words } from '../i18n/index.js';
import { useLectureSession } from './context.js';

/** The user's own volume of the video; it does not affect other users. */
export function Volume() {
  const { video } = useLectureSession();
  const text = words.value.lecture.video;
  const silent = video.muted.value || video.volume.value === 0;
  const label = silent ? text.unmute : text.mute;
  return (
    <div class="volume">
      <button
        type="button"
        class="button plain icon"
        aria-label={label}
        title={label}
        onClick={() => {
          if (silent && video.volume.value === 0) video.volume.value = 0.5;
          video.muted.value = !silent;
        }}
      >
        <Icon name={silent ? 'soundOff' : 'sound'} />
      </button>
      <input
        type="range"
        min="0"
        max="1"
        step="0.05"
        aria-label={text.volume}
        value={video.muted.value ? 0 : video.volume.value}
        onInput={({ currentTarget: { valueAsNumber } }) => {
          video.volume.value = valueAsNumber;
          video.muted.value = valueAsNumber === 0;
        }}
      />
    </div>
  );
}
