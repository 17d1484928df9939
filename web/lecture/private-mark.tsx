import { Icon } from '../components/icon.js';
import { words } from '../i18n/index.js';
import { distinctName } from '../known-names.js';
import type { Recipient } from './chat-drafts.js';

interface Props {
  to: Recipient;
  /** The user's own ID. */
  self: string | undefined;
}

/** The mark of a private message, which names its readers. */
export function PrivateMark({ to, self }: Props) {
  if (to.kind === 'everyone') return null;
  const text = words.value.privately;
  const readers = (): string => {
    if (to.kind === 'teachers') return text.sentToTeachers;
    return to.userId === self ? text.sentToYou : text.sentTo(distinctName(to.userId, to.name));
  };
  return (
    <span class="private-mark">
      <Icon name="lock" size={14} />
      {readers()}
    </span>
  );
}
