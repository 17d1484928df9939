import { useEffect, useRef } from 'preact/hooks';
import { checkIce, type IceRow, iceRows } from '../diagnostics.js';
import { milliseconds } from '../format.js';
import { words } from '../i18n/index.js';
import type { IceResult } from '../ice-check.js';
import { connection, type Session } from '../session-state.js';
import { Icon, type IconName } from './icon.js';

/** The STUN and TURN servers, and whether each answers. */
export function IceServers({ session: { signaler } }: { session: Session }) {
  const text = words.value.diagnostics;
  const abort = useRef<AbortController | undefined>(undefined);
  const check = (): void => {
    abort.current?.abort();
    abort.current = new AbortController();
    void checkIce(signaler, abort.current.signal);
  };
  useEffect(() => {
    check();
    return () => abort.current?.abort();
  }, []);
  const rows = iceRows.value;
  return (
    <section>
      <div class="heading">
        <h3>{text.ice}</h3>
        <button
          type="button"
          class="button outline small"
          disabled={connection.value.name !== 'open'}
          onClick={check}
        >
          {text.iceAgain}
        </button>
      </div>
      <p class="quiet hint">{text.iceLead}</p>
      <div role="status">
        {rows === undefined && <p>{text.checking}</p>}
        {rows === 'failed' && <p>{text.iceFailed}</p>}
        {Array.isArray(rows) && rows.length === 0 && <p>{text.iceNone}</p>}
        {Array.isArray(rows) && rows.length > 0 && (
          <ul class="servers">
            {rows.map((row) => (
              <Row key={row.url} row={row} />
            ))}
          </ul>
        )}
      </div>
    </section>
  );
}

const signs: Record<IceResult['name'], IconName> = {
  checking: 'pulse',
  answers: 'check',
  refused: 'alert',
  silent: 'alert',
  invalid: 'alert',
};

function Row({ row: { url, result } }: { row: IceRow }) {
  const text = words.value.diagnostics;
  const label = result.name === 'answers' ? text.answers(milliseconds(result.ms)) : text[result.name];
  return (
    <li data-result={result.name}>
      <Icon name={signs[result.name]} />
      <code>{url}</code>
      <span class="result">{label}</span>
    </li>
  );
}
