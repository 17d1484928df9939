import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Lesson } from './lesson.js';

export const LessonContext = createContext<Lesson | undefined>(undefined);

/** The lecture that the component is part of. */
export function useLesson(): Lesson {
  const lesson = useContext(LessonContext);
  if (!lesson) throw new Error('there is no lecture around this component');
  return lesson;
}
