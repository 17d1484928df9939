import { PersonName } from '../components/person-name.js';
import { words } from '../i18n/index.js';
import { distinctName } from '../known-names.js';
import { attempt } from './attempt.js';
import { useLectureSession } from './context.js';

/** The raised hands, in the order in which they were raised. */
export function Hands() {
  const { state, teaches, lecture } = useLectureSession();
  const text = words.value.lecture.people;
  const { hands, speech } = state.value;
  if (hands.length === 0) return null;
  return (
    <section class="hands" aria-labelledby="hands-title">
      <div class="heading">
        <h2 id="hands-title">{text.hands}</h2>
        {teaches.value && (
          <button
            type="button"
            class="button plain small"
            onClick={() => void attempt(() => lecture.lowerAllHands())}
          >
            {text.lowerAll}
          </button>
        )}
      </div>
      <ol>
        {hands.map(({ userId, userName }, index) => (
          <li key={userId}>
            <span class="place">{index + 1}</span>
            <PersonName user={userId} name={userName} />
            {teaches.value && (
              <>
                {speech.mode === 'instructor' && (
                  <button
                    type="button"
                    class="button primary small"
                    aria-label={text.act(text.grant, distinctName(userId, userName))}
                    onClick={() => void attempt(() => lecture.grantSpeech(userId))}
                  >
                    {text.grant}
                  </button>
                )}
                <button
                  type="button"
                  class="button outline small"
                  aria-label={text.act(text.lower, distinctName(userId, userName))}
                  onClick={() => void attempt(() => lecture.lowerHand(userId))}
                >
                  {text.lower}
                </button>
              </>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}
