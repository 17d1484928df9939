import type { Class } from 'lectern-client';
import { Link } from '../components/link.js';
import { words } from '../i18n/index.js';
import { CopyClassLink } from './copy-class-link.js';
import { Role } from './role.js';

/** A card for one of the user's classes. Pressing it opens the class. */
export function ClassCard({ of }: { of: Class }) {
  return (
    <li class="class-card">
      <h2>
        <Link to={{ page: 'class', classUuid: of.uuid }}>{of.title}</Link>
      </h2>
      {of.subtitle !== '' && <p class="subtitle">{of.subtitle}</p>}
      <div class="foot">
        <Role of={of.memberType} />
        <CopyClassLink classUuid={of.uuid} label={words.value.classes.copyLinkOf(of.title)} />
      </div>
    </li>
  );
}
