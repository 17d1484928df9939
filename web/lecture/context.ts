import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { LectureSession } from './lecture-session.js';

export const LectureSessionContext = createContext<LectureSession | undefined>(undefined);

/** The lecture that the component is part of. */
export function useLectureSession(): LectureSession {
  const session = useContext(LectureSessionContext);
  if (!session) throw new Error('there is no lecture around this component');
  return session;
}
