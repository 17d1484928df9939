import { useEffect, useMemo } from 'react';
import { LectureVoices, type LectureVoicesOptions } from '../session/lecture-voices.js';
import type { MediaState } from '../session/media-state.js';
import type { LectureView } from './use-lecture.js';
import { useMade } from './use-made.js';
import { useStore } from './use-store.js';

export interface UseVoicesOptions extends LectureVoicesOptions {
  /** Whether to join the voices. Default true. */
  enabled?: boolean | undefined;
}

/** The voices of a lecture, and what this client sends. The functions never change for a lecture. */
export interface VoicesView
  extends MediaState,
    Pick<LectureVoices, 'setMuted' | 'setMicrophone' | 'setCamera' | 'setScreen' | 'startSound'> {
  /** For `useParticipants`, and for what the hooks do not cover. */
  readonly session: LectureVoices;
}

/**
 * Joins the voices of a lecture while the component is mounted and the client is in the lecture. `self.maySpeak` says
 * whether this client is allowed to speak; without the right, it is muted. The other options have an effect on the next lecture.
 */
export function useVoices(
  { session: lecture }: Pick<LectureView, 'session'>,
  { enabled = true, ...options }: UseVoicesOptions = {},
): VoicesView {
  const session = useMade(lecture, () => new LectureVoices(lecture, options));
  useEffect(() => (enabled ? session.join() : undefined), [session, enabled]);
  const state = useStore(session.state);
  return useMemo(() => {
    const { setMuted, setMicrophone, setCamera, setScreen, startSound } = session;
    return { ...state, setMuted, setMicrophone, setCamera, setScreen, startSound, session };
  }, [session, state]);
}
