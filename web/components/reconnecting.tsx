import { useSignal } from '@preact/signals';
import type { SignalerState } from 'lectern-client';
import { useEffect, useRef } from 'preact/hooks';
import { words } from '../i18n/index.js';
import { loginRefusalText } from '../refusal.js';

interface Props {
  state: SignalerState;
  /** Whether a message from the server is overdue. */
  doubtful: boolean;
  /** Whether the connection has been open before. */
  wasOpen: boolean;
  /** The consequences of the loss of an open connection. */
  meanwhile: string;
  tryNow: () => void;
}

/** Shows that the connection is lost, why, and when the next attempt is. */
export function Reconnecting({ state, doubtful, wasOpen, meanwhile, tryNow }: Props) {
  const { connection: text } = words.value;
  const away = state.name === 'waiting' || (state.name === 'connecting' && state.attempt > 0);
  const why = useRef('');
  if (state.name === 'waiting') why.current = reason(state, wasOpen);
  if (doubtful) {
    return (
      <div class="banner" role="status">
        <p>
          {!navigator.onLine && <strong>{text.offline}</strong>} {text.doubtful}
        </p>
      </div>
    );
  }
  if (!away) return null;
  return (
    <div class="banner">
      <p>
        <strong>{why.current}</strong> {wasOpen && meanwhile}{' '}
        <Countdown until={state.name === 'waiting' ? state.retryAt : 0} />
      </p>
      <button type="button" class="button small" disabled={state.name !== 'waiting'} onClick={tryNow}>
        {text.tryNow}
      </button>
    </div>
  );
}

function reason({ close, refused }: SignalerState & { name: 'waiting' }, wasOpen: boolean): string {
  const { connection: text, closed } = words.value;
  if (!navigator.onLine) return text.offline;
  if (refused) return loginRefusalText(refused);
  if (close.name) return closed.closes[close.name];
  return wasOpen ? text.lost : text.unreachable;
}

/** The time until the next attempt. */
export function Countdown({ until }: { until: number }) {
  const left = useSignal(0);
  useEffect(() => {
    const count = (): void => {
      left.value = Math.max(0, Math.ceil((until - Date.now()) / 1000));
    };
    count();
    const timer = setInterval(count, 250);
    return () => clearInterval(timer);
  }, [until]);
  return <span>{words.value.connection.again(left.value)}</span>;
}
