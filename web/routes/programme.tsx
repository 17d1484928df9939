import { loginMissing } from '../classroom-app.js';
import { LoginPage } from '../components/login-page.js';
import { ProgrammePages } from '../programme/programme-pages.js';
import type { Place } from '../router.js';

/** The page of a programme, or of one of its chat rooms. */
export function Page({ at }: { at: Place }) {
  if (loginMissing.value) return <LoginPage />;
  if (at.page !== 'programme') return null;
  return <ProgrammePages key={at.schedule} schedule={at.schedule} roomId={at.roomId} />;
}
