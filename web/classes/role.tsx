import type { Class } from 'lectern-client';
import { words } from '../i18n/index.js';

/** The user's role in a class: teacher or student. */
export function Role({ of }: { of: Class['memberType'] }) {
  return (
    <span class="role" data-role={of}>
      {words.value.classes.role[of]}
    </span>
  );
}
