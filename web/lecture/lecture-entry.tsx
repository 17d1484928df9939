import { EntryChoice } from '../components/entry-choice.js';
import { WaitingList } from '../components/waiting-list.js';
import { words } from '../i18n/index.js';
import { attempt } from './attempt.js';
import { useLectureSession } from './context.js';

/** Who can join the lecture. The teacher chooses, and admits those who wait; the others see the choice. */
export function LectureEntry() {
  const { state, teaches, lecture, waiting } = useLectureSession();
  const { entry } = state.value.lecture ?? {};
  if (teaches.value) {
    return (
      <>
        <EntryChoice
          entry={entry}
          onChange={(next) => void attempt(() => lecture.moderation.setEntry(next))}
        />
        <WaitingList
          level={2}
          waiting={waiting.value}
          onAdmit={(user) => attempt(() => lecture.moderation.admit(user))}
          onRefuse={(user) => attempt(() => lecture.moderation.refuse(user))}
        />
      </>
    );
  }
  const { isClosed, isWaiting } = words.value.order.entry;
  return entry ? <p class="quiet">{entry === 'closed' ? isClosed : isWaiting}</p> : null;
}
