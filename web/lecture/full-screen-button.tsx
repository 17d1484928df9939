import { Icon } from '../components/icon.js';
import { words } from '../i18n/index.js';

/** Shows the stage and its controls in the whole screen, or no longer. */
export function FullScreenButton() {
  const { larger } = words.value.lecture.video;
  return (
    <button
      type="button"
      class="button icon small larger"
      aria-label={larger}
      title={larger}
      onClick={({ currentTarget }) => {
        if (document.fullscreenElement) void document.exitFullscreen();
        else void currentTarget.closest('.watch')?.requestFullscreen();
      }}
    >
      <Icon name="larger" />
    </button>
  );
}
