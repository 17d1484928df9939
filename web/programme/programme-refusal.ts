import { ProgrammeRefusal } from 'lectern-client';
import { words } from '../i18n/index.js';
import { codeOf, refusalText } from '../refusal.js';

/** Returns the seconds until a time, rounded up; 0 if it has passed. */
export const secondsUntil = (until: number): number => Math.max(0, Math.ceil((until - Date.now()) / 1000));

/** Returns why a message could not be spotlighted or voted on, and what to do. */
export function programmeRefusalText(error: unknown, pausedUntil: number | undefined): string {
  const text = words.value.programme;
  if (error instanceof ProgrammeRefusal) {
    switch (error.reason) {
      case 'AGGRO_RUNNING':
        return text.spotlightBusy;
      case 'AGGRO_PAUSE':
        return text.spotlightPause(Math.max(1, secondsUntil(pausedUntil ?? 0)));
      case 'AGGRO_ENDED':
        return text.votingEnded;
    }
  }
  return refusalText(codeOf(error));
}
