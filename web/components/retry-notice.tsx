import { words } from '../i18n/index.js';
import { Notice } from './notice.js';

/** Says what could not be loaded, with a button that tries again. */
export function RetryNotice({ what, onRetry }: { what: string; onRetry: () => Promise<unknown> }) {
  return (
    <Notice what={what}>
      <div>
        <button type="button" class="button small" onClick={() => void onRetry()}>
          {words.value.shell.again}
        </button>
      </div>
    </Notice>
  );
}
