import { LoginDoor } from '../components/login-door.js';
import { ProgrammePages } from '../programme/programme-pages.js';
import type { Place } from '../router.js';
import { loginMissing } from '../school.js';

/** A programme, or one of its chat rooms. */
export function Page({ at }: { at: Place }) {
  if (loginMissing.value) return <LoginDoor />;
  if (at.page !== 'programme') return null;
  return <ProgrammePages key={at.schedule} schedule={at.schedule} roomId={at.roomId} />;
}
