import type { ComponentChildren } from 'preact';
import { timeOfDay } from '../format.js';
import { words } from '../i18n/index.js';
import { PersonName } from './person-name.js';

interface Props {
  /** The sender's user ID. */
  user: string;
  name: string;
  teacher?: boolean;
  own: boolean;
  at: Date;
  children: ComponentChildren;
}

/** A group of consecutive messages from one sender. */
export function ChatMessage({ user, name, teacher, own, at, children }: Props) {
  return (
    <article class={own ? 'chat-message own' : 'chat-message'}>
      <header>
        <strong>
          {own ? words.value.chat.you : <PersonName user={user} name={name} teacher={teacher} />}
        </strong>
        <time dateTime={at.toISOString()}>{timeOfDay.value(at)}</time>
      </header>
      {children}
    </article>
  );
}

const link = /(https?:\/\/[^\s<>"]+[^\s<>".,;:!?)\]}'’”])/;

/** The text with its web addresses as links. Everything else is rendered as plain text. */
export function LinkedText({ text }: { text: string }) {
  return text.split(link).map((part, index) =>
    index % 2 === 0 ? (
      part
    ) : (
      // The parts of a text never change their order.
      <a key={`${index}`} href={part} target="_blank" rel="noopener noreferrer">
        {part}
      </a>
    ),
  );
}
