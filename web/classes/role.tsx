import type { Class } from 'lectern-client';
import { words } from '../i18n/index.js';

/** Whether I teach a class or attend it. */
export function Role({ of }: { of: Class['memberType'] }) {
  return (
    <span class="role" data-role={of}>
      {words.value.classes.role[of]}
    </span>
  );
}
