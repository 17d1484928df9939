import { classroomAppState } from '../classroom-app.js';
import { words } from '../i18n/index.js';
import { type FailureCode, refusalText } from '../refusal.js';

interface Props {
  word: string;
  /** The button's label while the request is pending. */
  busyWord: string;
  busy: boolean;
  /** Why the last attempt failed. */
  trouble: FailureCode | undefined;
  /** Returns the text for a refusal in this form. */
  why?: (code: FailureCode) => string;
}

/** The submit button of a form, with the server's refusal above it. */
export function Submit({ word, busyWord, busy, trouble, why = refusalText }: Props) {
  const { name } = classroomAppState.value;
  const away = name === 'waiting' || name === 'closed';
  // The error about a missing connection no longer applies when the connection is open.
  const wrong = trouble === 'disconnected' && !away ? undefined : trouble;
  return (
    <>
      {wrong ? (
        <p class="hint wrong" role="alert">
          {why(wrong)}
        </p>
      ) : (
        away && <p class="hint">{words.value.shell.refused.disconnected}</p>
      )}
      <button type="submit" class="button primary" aria-disabled={busy || away}>
        {busy ? busyWord : word}
      </button>
    </>
  );
}
