import type { AggroError, CreateRoomError, ErrorCode, JoinRoomError } from 'lectern-protocol';
import { RequestError } from './request-error.js';

/** What a programme's namespace answers where it does not do something. */
export type ProgrammeReason = JoinRoomError | CreateRoomError | AggroError;

const CODES: Record<ProgrammeReason, ErrorCode> = {
  FULL: 'full',
  UNKNOWN: 'not-found',
  ALREADY_IN: 'conflict',
  TOO_MANY: 'full',
  AGGRO_RUNNING: 'conflict',
  AGGRO_PAUSE: 'rate-limited',
  AGGRO_ENDED: 'not-found',
};

/** A refusal in a programme's own words, by `reason`. */
export class ProgrammeRefusal extends RequestError {
  constructor(readonly reason: ProgrammeReason) {
    super(CODES[reason], `refused: ${reason}`);
  }
}
