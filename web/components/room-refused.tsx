import { useSignal } from '@preact/signals';
import type { LoginRefusal } from 'lectern-client';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { words } from '../i18n/index.js';
import { listenOnly } from '../preferences.js';
import { loginRefusalText } from '../refusal.js';
import { enter, leaveForStart, tryNow } from '../session.js';
import { connection } from '../session-state.js';
import { Brand } from './brand.js';
import { HeaderTools } from './header-tools.js';
import { Countdown } from './reconnecting.js';
import { ShortcutHelp } from './shortcut-help.js';
import { TextField } from './text-field.js';

interface Props {
  room: string;
  refusal: LoginRefusal;
  /** The password that was sent. */
  password: string | undefined;
}

/** Shown if the server refuses to let the user into the room: the reason and what to do. */
export function RoomRefused({ room, refusal, password }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  const { title, lead } = reason(room, refusal);
  const locked = refusal.pointer === '/password';
  const tried = password !== undefined;
  // A request for a password gives the focus to the password field.
  useEffect(() => {
    if (!locked) heading.current?.focus();
  }, [locked]);
  const state = connection.value;
  return (
    <>
      <header class="top">
        <Brand onClick={leaveForStart} />
        <ShortcutHelp />
        <HeaderTools />
      </header>
      <main class="message">
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        <p>
          {lead} {state.name === 'waiting' && <Countdown until={state.retryAt} />}
        </p>
        {locked && <PasswordForm key={String(tried)} room={room} tried={tried} />}
        <div class="actions">
          {(refusal.entry || refusal.removedFrom) && (
            <button
              type="button"
              class="button primary"
              onClick={() => enter(room, listenOnly.value !== 'yes', password)}
            >
              {words.value.order.again}
            </button>
          )}
          {!locked && state.name !== 'closed' && (
            <button type="button" class="button primary" disabled={state.name !== 'waiting'} onClick={tryNow}>
              {words.value.connection.tryNow}
            </button>
          )}
          <button type="button" class="button outline" onClick={leaveForStart}>
            {words.value.closed.home}
          </button>
        </div>
      </main>
    </>
  );
}

function PasswordForm({ room, tried }: { room: string; tried: boolean }) {
  const { roomAccess, entry } = words.value;
  const password = useSignal('');
  const wrong = useSignal(tried);
  const input = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => input.current?.focus(), []);
  return (
    <form
      class="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (password.value === '') input.current?.focus();
        else enter(room, listenOnly.value !== 'yes', password.value);
      }}
    >
      <TextField
        id="password"
        label={roomAccess.password}
        hint={wrong.value ? roomAccess.lockedWrong : ''}
        wrong={wrong.value}
        value={password}
        input={input}
        onEdit={() => {
          wrong.value = false;
        }}
        type="password"
        autoComplete="current-password"
        maxLength={256}
      />
      <button type="submit" class="button primary">
        {entry.join}
      </button>
    </form>
  );
}

function reason(room: string, refusal: LoginRefusal): { title: string; lead: string } {
  const { roomAccess, order } = words.value;
  const { code, pointer, httpStatus, entry, removedFrom } = refusal;
  const other = { title: roomAccess.otherTitle(room), lead: loginRefusalText(refusal) };
  if (httpStatus !== undefined) return other;
  if (pointer === '/password') return { title: roomAccess.lockedTitle(room), lead: roomAccess.lockedLead };
  if (entry) return { title: order.closedRoom.title(room), lead: order.closedRoom.text };
  if (removedFrom) return { title: order.removedFromRoom.title, lead: order.removedFromRoom.text };
  switch (code) {
    case 'full':
      return { title: roomAccess.fullTitle(room), lead: roomAccess.fullLead };
    case 'rate-limited':
      return { title: roomAccess.slowTitle, lead: roomAccess.slowLead };
    case 'login-required':
      return { title: roomAccess.tokenTitle, lead: roomAccess.tokenLead };
    case 'forbidden':
      return { title: roomAccess.forbiddenTitle(room), lead: roomAccess.forbiddenLead };
    default:
      return other;
  }
}
