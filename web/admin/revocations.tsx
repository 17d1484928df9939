import type { ApiRevocation } from 'lectern-protocol/http';
import { Bans } from './bans.js';
import { perform } from './room-actions.js';
import { Section } from './section.js';
import { adminWords } from './words.js';

/** The users and tokens that are banned from the server. @param revocations undefined if the key cannot see them */
export function Revocations({ revocations }: { revocations: ApiRevocation[] | undefined }) {
  const text = adminWords.value;
  return (
    <Section id="revocations" title={text.serverBans}>
      {revocations === undefined && <p class="quiet">{text.lacksScope('users')}</p>}
      {revocations?.length === 0 && <p class="quiet">{text.noServerBans}</p>}
      {revocations !== undefined && revocations.length > 0 && (
        <Bans
          label={text.serverBans}
          bans={[...revocations].reverse().map(({ id, user, token, reason }) => {
            const name = user ?? text.token(token ?? '');
            const lift = () => void perform(text.done.liftServerBan(name), `revocations/${id}`, 'DELETE');
            return { id: String(id), name, detail: reason, lift };
          })}
        />
      )}
    </Section>
  );
}
