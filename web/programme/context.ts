import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Visit } from './visit.js';

export const VisitContext = createContext<Visit | undefined>(undefined);

/** The chat room that the component is part of. */
export function useVisit(): Visit {
  const visit = useContext(VisitContext);
  if (!visit) throw new Error('there is no chat room around this component');
  return visit;
}
