import { loginMissing } from '../classroom-app.js';
import { LoginPage } from '../components/login-page.js';
import { LecturePage } from '../lecture/lecture-page.js';
import type { Place } from '../router.js';

/** The page of a lecture. */
export function Page({ at }: { at: Place }) {
  if (loginMissing.value) return <LoginPage />;
  if (at.page !== 'lecture') return null;
  return <LecturePage key={at.lectureId} classUuid={at.classUuid} lectureId={at.lectureId} />;
}
