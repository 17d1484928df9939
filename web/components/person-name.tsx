import { useComputed } from '@preact/signals';
import { useLayoutEffect } from 'preact/hooks';
import { words } from '../i18n/index.js';
import { looksOf, noteName, sharedLooks, tagOf } from '../known-names.js';
import { Icon } from './icon.js';

interface Props {
  /** The user's ID. */
  user: string;
  name: string;
  /** Whether the user is the teacher. */
  teacher?: boolean;
}

/**
 * A person's name. Marks beside it, which nobody can type into a name, set the teacher apart, and people whose names look
 * alike.
 */
export function PersonName({ user, name, teacher = false }: Props) {
  useLayoutEffect(() => noteName(user, name), [user, name]);
  const isShared = useComputed(() => sharedLooks.value.has(looksOf(name)));
  const { person } = words.value;
  return (
    <span class="person-name">
      <span class="name" dir="auto">
        {name}
      </span>
      {isShared.value && (
        <span class="name-tag" title={person.sameName}>
          <span class="visually-hidden">{person.tag} </span>
          {tagOf(user)}
        </span>
      )}
      {teacher && (
        <span class="teacher-mark">
          <Icon name="board" size={14} />
          {person.teacher}
        </span>
      )}
    </span>
  );
}
