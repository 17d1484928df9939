import { SegmentedControl } from '../components/segmented-control.js';
import { words } from '../i18n/index.js';
import { attempt } from './attempt.js';
import { useLectureSession } from './context.js';

/** Who is allowed to speak. The teacher chooses; the others see the choice. */
export function SpeechMode() {
  const { state, teaches, lecture, voices } = useLectureSession();
  const text = words.value.lecture.voices;
  const { mode } = state.value.speech;
  if (!teaches.value) {
    const may = voices.value?.maySpeak.value ?? true;
    const label = mode === 'everyone' ? text.modeEveryone : may ? text.modeGranted : text.modeInstructor;
    return <p class="speech-mode quiet">{label}</p>;
  }
  return (
    <div class="speech-mode">
      <SegmentedControl
        label={text.mode}
        labelled
        value={mode}
        options={[
          { value: 'everyone', word: text.everyone },
          { value: 'instructor', word: text.instructor },
        ]}
        onChange={(next) => void attempt(() => lecture.setSpeechMode(next))}
      />
    </div>
  );
}
