import { useEffect, useRef } from 'preact/hooks';
import { words } from '../i18n/index.js';
import type { Session } from '../session-state.js';
import { diagnosticsOpen } from '../view.js';
import { ConnectionFacts } from './connection-facts.js';
import { CopyReport } from './copy-report.js';
import { IceServers } from './ice-servers.js';
import { Icon } from './icon.js';
import { Peers } from './peers.js';
import { RoundTrip } from './round-trip.js';

/** The diagnostics sheet. It measures the connections while it is open. */
export function Diagnostics({ session }: { session: Session }) {
  const text = words.value.diagnostics;
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog
      ref={dialog}
      class="diagnostics"
      aria-labelledby="diagnostics-title"
      closedby="any"
      onClose={() => {
        diagnosticsOpen.value = false;
      }}
    >
      <header>
        <h2 id="diagnostics-title">{text.title}</h2>
        <CopyReport session={session} />
        <button
          type="button"
          class="button plain icon small"
          aria-label={text.close}
          title={text.close}
          onClick={() => dialog.current?.close()}
        >
          <Icon name="close" />
        </button>
      </header>
      <RoundTrip session={session} />
      <ConnectionFacts session={session} />
      <IceServers session={session} />
      <Peers />
    </dialog>
  );
}
