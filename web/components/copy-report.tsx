import { useSignal } from '@preact/signals';
import { copyText } from '../clipboard.js';
import { diagnosticsReport } from '../diagnostics-report.js';
import { words } from '../i18n/index.js';
import type { Session } from '../session-state.js';

/** Copies the diagnostics report, to send to support. */
export function CopyReport({ session }: { session: Session }) {
  const text = words.value.diagnostics;
  const copied = useSignal(false);
  return (
    <button
      type="button"
      class="button outline small"
      onClick={async () => {
        copied.value = await copyText(diagnosticsReport(session));
      }}
    >
      <span class="swap" role="status">
        <span data-hidden={copied.value}>{text.report}</span>
        <span data-hidden={!copied.value}>{text.reportCopied}</span>
      </span>
    </button>
  );
}
