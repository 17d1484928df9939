import { words } from '../i18n/index.js';
import { connection, type Session } from '../session-state.js';

export function ConnectionFacts({ session }: { session: Session }) {
  const { diagnostics: text, connection: states } = words.value;
  const state = connection.value;
  const welcome = state.name === 'open' ? state.welcome : undefined;
  return (
    <section>
      <h3>{text.connection}</h3>
      <dl class="pairs">
        <dt>{text.state}</dt>
        <dd>{states[state.name]}</dd>
        <dt>{text.server}</dt>
        <dd>{new URL(session.signaler.url).host}</dd>
        <dt>{text.room}</dt>
        <dd>{session.room}</dd>
        <dt>{text.client}</dt>
        <dd>
          <code>{welcome?.id ?? '–'}</code>
        </dd>
        <dt>{text.protocol}</dt>
        <dd>{welcome?.protocol ?? '–'}</dd>
        <dt>{text.heartbeat}</dt>
        <dd>{welcome ? text.every(welcome.heartbeat_ms / 1000) : '–'}</dd>
      </dl>
    </section>
  );
}
