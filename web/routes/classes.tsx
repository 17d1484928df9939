import { ClassPage } from '../classes/class-page.js';
import { ClassesPage } from '../classes/classes-page.js';
import { loginMissing } from '../classroom-app.js';
import { LoginPage } from '../components/login-page.js';
import type { Place } from '../router.js';

/** The page of a class, or of the user's classes. */
export function Page({ at }: { at: Place }) {
  if (loginMissing.value) return <LoginPage />;
  if (at.page !== 'class') return <ClassesPage />;
  return <ClassPage key={at.classUuid} classUuid={at.classUuid} />;
}
