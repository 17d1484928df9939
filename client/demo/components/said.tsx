import type { Message } from '../chat.js';
import { timeOfDay } from '../format.js';
import { words } from '../i18n/index.js';

/** What one person wrote in one go. */
export function Said({ turn }: { turn: Message[] }) {
  const [first] = turn;
  if (!first) return null;
  return (
    <article class={first.own ? 'said own' : 'said'}>
      <header>
        <strong>{first.own ? words.value.chat.you : first.name}</strong>
        <time dateTime={first.at.toISOString()}>{timeOfDay.value(first.at)}</time>
      </header>
      {turn.map(({ key, text }) => (
        <p key={key} dir="auto">
          {withLinks(text)}
        </p>
      ))}
    </article>
  );
}

const link = /(https?:\/\/[^\s<>"]+[^\s<>".,;:!?)\]}'’”])/;

/** The text with its web addresses as links; everything else in it is text and nothing more. */
function withLinks(text: string) {
  return text.split(link).map((part, index) =>
    index % 2 === 0 ? (
      part
    ) : (
      // The parts of one text never move.
      <a key={`${index}`} href={part} target="_blank" rel="noopener noreferrer">
        {part}
      </a>
    ),
  );
}
