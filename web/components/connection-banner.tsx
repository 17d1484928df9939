import type { SignalerState } from 'lectern-client';
import {
  classroomAppDoubtful,
  classroomAppState,
  classroomAppWasOpen,
  connectNow,
  loginRequired,
} from '../classroom-app.js';
import { words } from '../i18n/index.js';
import { becomeNewGuest } from '../identity.js';
import { loginRefusalText } from '../refusal.js';
import { Reconnecting } from './reconnecting.js';

/** Shows that the classroom app's connection is lost or was closed permanently. */
export function ConnectionBanner() {
  const { shell, closed, browsers } = words.value;
  const state = classroomAppState.value;
  const over = state.name === 'closed' ? state : undefined;
  return (
    <div class="connection-banner">
      {over?.close || over?.refused ? (
        <div class="banner" role="alert">
          <p>
            <strong>{reasonOf(over)}</strong> {over.close && closed.code(over.close.code)}
          </p>
          <button type="button" class="button small" onClick={connectNow}>
            {shell.reconnect}
          </button>
          {over.close?.name === 'revoked' && !loginRequired.value && (
            <button type="button" class="button small" onClick={startAgain}>
              {browsers.newGuest}
            </button>
          )}
        </div>
      ) : (
        <Reconnecting
          state={state}
          doubtful={classroomAppDoubtful.value}
          wasOpen={classroomAppWasOpen.value}
          meanwhile={shell.connectionLost}
          tryNow={connectNow}
        />
      )}
    </div>
  );
}

function startAgain(): void {
  becomeNewGuest();
  location.reload();
}

function reasonOf({ refused, close }: SignalerState & { name: 'closed' }): string {
  const { closed } = words.value;
  if (refused) return loginRefusalText(refused);
  return close?.name ? closed.closes[close.name] : closed.unknown;
}
