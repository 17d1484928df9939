import { LoginDoor } from '../components/login-door.js';
import { LecturePage } from '../lecture/lecture-page.js';
import type { Place } from '../router.js';
import { loginMissing } from '../school.js';

/** One lecture of a class. */
export function Page({ at }: { at: Place }) {
  if (loginMissing.value) return <LoginDoor />;
  if (at.page !== 'lecture') return null;
  return <LecturePage key={at.lectureId} classUuid={at.classUuid} lectureId={at.lectureId} />;
}
