import { useComputed } from '@preact/signals';
import { MeshNote } from '../components/mesh-note.js';
import { showToast } from '../components/toasts.js';
import { words } from '../i18n/index.js';
import { RemovedPeople } from '../moderation/removed-people.js';
import { attempt } from './attempt.js';
import { AttendanceButton } from './attendance.js';
import { useLectureSession } from './context.js';
import { Hands } from './hands.js';
import { LectureEntry } from './lecture-entry.js';
import { PersonRow } from './person-row.js';
import { roster } from './roster.js';
import { SpeechMode } from './speech-mode.js';

/** Mutes everyone except teachers. */
function MuteAll() {
  const { lecture } = useLectureSession();
  const text = words.value.order;
  return (
    <button
      type="button"
      class="button outline small"
      onClick={async () => {
        if (await attempt(() => lecture.moderation.stopMedia('microphone'))) showToast(text.mutedAll);
      }}
    >
      {text.muteAll}
    </button>
  );
}

/** The people panel: who is present, who wants to speak, and who is allowed to. */
export function PeoplePanel() {
  const { state, voices, self, teaches } = useLectureSession();
  const text = words.value.lecture.people;
  const { lecture } = state.value;
  const all = useComputed(() => {
    const { members, hands } = state.value;
    return roster(members, voices.value?.people.value ?? [], hands, self.value);
  });
  return (
    <div class="people-panel">
      <SpeechMode />
      <LectureEntry />
      <Hands />
      <section aria-labelledby="people-title">
        <div class="heading">
          <h2 id="people-title">{text.count(all.value.length)}</h2>
          {teaches.value && <MuteAll />}
          {teaches.value && <AttendanceButton />}
        </div>
        <MeshNote count={voices.value?.people.value.length ?? 0} people={voices.value?.people.value} />
        <ul class="participants" aria-label={text.title}>
          {all.value.map((each) => (
            <PersonRow key={each.member.userId} {...each} />
          ))}
        </ul>
        {all.value.length === 1 && (
          <p class="quiet">
            {text.alone} {teaches.value && text.aloneTodo}
          </p>
        )}
      </section>
      {teaches.value && lecture && <RemovedPeople classUuid={lecture.classUuid} />}
    </div>
  );
}
