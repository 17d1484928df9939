import { words } from '../i18n/index.js';
import { connectNow, schoolState, schoolWasOpen } from '../school.js';
import { Reconnecting } from './reconnecting.js';

/** Says that the classroom's connection is away, or was closed for good. */
export function SchoolBanner() {
  const { shell, closed } = words.value;
  const state = schoolState.value;
  const close = state.name === 'closed' ? state.close : undefined;
  return (
    <div class="school-banner">
      {close ? (
        <div class="banner" role="alert">
          <p>
            <strong>{close.name ? closed.closes[close.name] : closed.unknown}</strong>{' '}
            {closed.code(close.code)}
          </p>
          <button type="button" class="button small" onClick={connectNow}>
            {shell.connectAgain}
          </button>
        </div>
      ) : (
        <Reconnecting
          state={state}
          wasOpen={schoolWasOpen.value}
          meanwhile={shell.schoolLost}
          tryNow={connectNow}
        />
      )}
    </div>
  );
}
