import type { Participant } from '../participant.js';
import type { QualityScore } from '../peer/quality.js';
import { merged } from './store.js';

/** Another client in the room. A change replaces the object. */
export interface ParticipantState
  extends Readonly<
    Pick<
      Participant,
      | 'id'
      | 'username'
      | 'user'
      | 'role'
      | 'state'
      | 'muted'
      | 'listening'
      | 'silenced'
      | 'audio'
      | 'camera'
      | 'screen'
    >
  > {
  readonly speaking: boolean;
  /** Why the participant cannot be heard, if that is known. */
  readonly trouble: NonNullable<Participant['trouble']>['reason'] | undefined;
  /** Quality of the connection; undefined before it is measured. */
  readonly quality: QualityScore | undefined;
}

/** The present state of a participant; the same object as before if nothing has changed. */
export function participantState(
  participant: Participant,
  speaks: boolean,
  before: ParticipantState | undefined,
): ParticipantState {
  const { id, username, user, role, state, muted, listening, silenced, audio, camera, screen } = participant;
  const now: ParticipantState = {
    id,
    username,
    user,
    role,
    state,
    muted,
    listening,
    silenced,
    audio,
    camera,
    screen,
    speaking: speaks && !muted && !silenced,
    trouble: participant.trouble?.reason,
    quality: participant.quality?.score,
  };
  return before ? merged(before, now) : now;
}
