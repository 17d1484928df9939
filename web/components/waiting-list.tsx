import type { WaitingUsers } from 'lectern-client';
import { useRef } from 'preact/hooks';
import { words } from '../i18n/index.js';

interface Props {
  /** The level of the heading. */
  level: 2 | 3;
  /** Undefined before the list is loaded. */
  waiting: WaitingUsers | undefined;
  /** Admits a user, or everyone. Resolves to whether it was done. */
  onAdmit: (user?: string) => Promise<boolean>;
  onRefuse: (user: string) => Promise<boolean>;
}

/** The users who wait to be admitted to a room or a lecture. */
export function WaitingList({ level, waiting, onAdmit, onRefuse }: Props) {
  const text = words.value.order.waiting;
  const heading = useRef<HTMLHeadingElement>(null);
  if (!waiting) return null;
  const { users, count } = waiting;
  const Heading = `h${level}` as const;
  // The pressed button disappears with the next list.
  const decide = async (done: Promise<boolean>): Promise<void> => {
    if (await done) heading.current?.focus();
  };
  return (
    <section class="waiting-list" aria-labelledby="waiting-title">
      <div class="heading">
        <Heading id="waiting-title" ref={heading} tabIndex={-1}>
          {text.title(count)}
        </Heading>
        {count > 1 && (
          <button type="button" class="button outline small" onClick={() => void decide(onAdmit())}>
            {text.admitAll}
          </button>
        )}
      </div>
      {users.length > 0 && (
        <ul>
          {users.map(({ user, username }) => (
            <li key={user}>
              <span class="name">{username}</span>
              <span class="decisions">
                <button
                  type="button"
                  class="button primary small"
                  aria-label={text.act(text.admit, username)}
                  onClick={() => void decide(onAdmit(user))}
                >
                  {text.admit}
                </button>
                <button
                  type="button"
                  class="button outline small"
                  aria-label={text.act(text.refuse, username)}
                  onClick={() => void decide(onRefuse(user))}
                >
                  {text.refuse}
                </button>
              </span>
            </li>
          ))}
        </ul>
      )}
      {count > users.length && <p class="quiet">{text.more(count - users.length)}</p>}
    </section>
  );
}
