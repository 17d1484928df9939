import { ClassPage } from '../classes/class-page.js';
import { Lobby } from '../classes/lobby.js';
import { LoginDoor } from '../components/login-door.js';
import type { Place } from '../router.js';
import { loginMissing } from '../school.js';

/** A class, or all of one's classes. */
export function Page({ at }: { at: Place }) {
  if (loginMissing.value) return <LoginDoor />;
  if (at.page !== 'class') return <Lobby />;
  return <ClassPage key={at.classUuid} classUuid={at.classUuid} />;
}
