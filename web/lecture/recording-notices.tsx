import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { announce } from '../announcer.js';
import { Confirm } from '../components/confirm.js';
import { Control } from '../components/control.js';
import { showToast } from '../components/toasts.js';
import { words } from '../i18n/index.js';
import { attempt } from './attempt.js';
import { useLectureSession } from './context.js';

/** A sign that everybody sees while the lecture is recorded. */
export function RecordingBadge() {
  const { state } = useLectureSession();
  if (!state.value.recording?.running) return null;
  return (
    <span class="live-badge" data-live="true" data-recording>
      {words.value.recording.badge}
    </span>
  );
}

/** Tells those who come into a lecture that is recorded, and those who are in it, until they confirm. */
export function RecordingNotice() {
  const { state, self } = useLectureSession();
  const { running = false, since, by } = state.value.recording ?? {};
  const confirmed = useSignal<string | undefined>(undefined);
  const text = words.value.recording;
  useEffect(() => {
    if (running && by !== self.peek()) announce(text.notice);
  }, [running, since]);
  if (!running || by === self.value || confirmed.value === since) return null;
  return (
    <div class="banner" role="status">
      <p>{text.notice}</p>
      <button
        type="button"
        class="button small"
        onClick={() => {
          confirmed.value = since;
        }}
      >
        {text.understood}
      </button>
    </div>
  );
}

/** The teacher's button that starts and stops the recording. */
export function RecordingControl() {
  const { lecture, state, teaches } = useLectureSession();
  const asking = useSignal(false);
  const { recording, lecture: about } = state.value;
  if (!recording || !teaches.value) return null;
  const text = words.value.recording;
  const { running } = recording;
  const press = async (): Promise<void> => {
    if (running) await attempt(() => lecture.setRecording(false));
    else if (about?.isLive) asking.value = true;
    else showToast(text.needsLive);
  };
  return (
    <>
      <Control
        class="record"
        icon={running ? 'stop' : 'record'}
        word={running ? text.stopWord : text.word}
        label={running ? text.stop : text.start}
        on={running ? 'off' : undefined}
        onClick={() => void press()}
      />
      {asking.value && (
        <Confirm
          {...text.ask}
          onConfirm={() => void attempt(() => lecture.setRecording(true))}
          onClose={() => {
            asking.value = false;
          }}
        />
      )}
    </>
  );
}
