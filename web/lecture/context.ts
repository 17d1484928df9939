import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { LectureSession } from './lecture-session.js';

export const LectureSessionContext = createContext<LectureSession | undefined>(undefined);

/** Returns the lecture session around the component. */
export function useLectureSession(): LectureSession {
  const session = useContext(LectureSessionContext);
  if (!session) throw new Error('there is no lecture around this component');
  return session;
}
