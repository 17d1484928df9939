import { EntryChoice } from '../components/entry-choice.js';
import { words } from '../i18n/index.js';
import { attempt } from './attempt.js';
import { useLectureSession } from './context.js';

/** Who can join the lecture. The teacher chooses; the others see if it is closed. */
export function LectureEntry() {
  const { state, teaches, lecture } = useLectureSession();
  const { entry } = state.value.lecture ?? {};
  if (teaches.value) {
    return (
      <EntryChoice entry={entry} onChange={(next) => void attempt(() => lecture.moderation.setEntry(next))} />
    );
  }
  return entry === 'closed' ? <p class="quiet">{words.value.order.entry.isClosed}</p> : null;
}
