import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { Icon } from '../components/icon.js';
import { Notice } from '../components/notice.js';
import { PageHeading } from '../components/page-heading.js';
import { SiteHeader } from '../components/site-header.js';
import { Skeleton } from '../components/skeleton.js';
import { TextField } from '../components/text-field.js';
import { Budgets } from './budgets.js';
import { clock } from './format.js';
import { Lectures } from './lectures.js';
import { Nodes } from './nodes.js';
import { Refusals } from './refusals.js';
import { Revocations } from './revocations.js';
import { Rooms } from './rooms.js';
import {
  access,
  begin,
  failure,
  lackingScope,
  logIn,
  logOut,
  paused,
  snapshot,
  stale,
  togglePause,
} from './session.js';
import { adminWords } from './words.js';

/** The state of the server, for administrators. */
export function AdminPage() {
  useEffect(begin, []);
  const text = adminWords.value;
  return (
    <>
      <SiteHeader />
      {access.value === 'locked' ? (
        <main class="name-page">
          <PageHeading title={text.title} />
          <KeyForm />
        </main>
      ) : (
        <main class="admin" aria-busy={access.value === 'asking'}>
          <PageHeading title={text.title} />
          {access.value === 'asking' ? <Skeleton /> : <Overview />}
        </main>
      )}
    </>
  );
}

/** Returns why the page could not be opened. */
function failureText(): string | undefined {
  const text = adminWords.value;
  if (failure.value === 'notAdmin' && lackingScope.value !== undefined)
    return text.lacksScope(lackingScope.value);
  return failure.value && text.failures[failure.value];
}

function KeyForm() {
  const text = adminWords.value;
  const written = useSignal('');
  const missing = useSignal(false);
  const input = useRef<HTMLInputElement>(null);
  const wrong = missing.value ? text.keyMissing : failureText();
  useEffect(() => {
    if (failure.peek()) input.current?.focus();
  }, []);
  return (
    <>
      <p class="lead">{text.lead}</p>
      <form
        class="panel"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          const key = written.value.trim();
          missing.value = key === '';
          if (missing.value) input.current?.focus();
          else void logIn(key);
        }}
      >
        <TextField
          id="key"
          type="password"
          label={text.key}
          hint={wrong ?? text.keyHint}
          wrong={wrong !== undefined}
          value={written}
          input={input}
          onEdit={() => {
            missing.value = false;
            failure.value = undefined;
          }}
          maxLength={8192}
          required
        />
        <button type="submit" class="button primary">
          {text.open}
        </button>
      </form>
    </>
  );
}

function Overview() {
  const text = adminWords.value;
  const shown = snapshot.value;
  useEffect(() => {
    // The focus was in the form, which is gone.
    if (document.activeElement === document.body) document.querySelector('h1')?.focus();
  }, []);
  if (!shown) return null;
  const time = clock.value(shown.at);
  return (
    <>
      <div class="status-line">
        <p>{paused.value ? text.paused(time) : text.updated(time)}</p>
        <button type="button" class="button outline small" onClick={togglePause}>
          <Icon name={paused.value ? 'play' : 'pause'} size={16} />
          {paused.value ? text.resume : text.pause}
        </button>
        <button type="button" class="button outline small" onClick={logOut}>
          <Icon name="leave" size={16} />
          {text.logOut}
        </button>
      </div>
      {stale.value && <Notice what={text.stale} todo={text.staleTodo(time)} />}
      <Nodes nodes={shown.nodes} at={shown.at} />
      <Rooms rooms={shown.rooms} more={shown.moreRooms} />
      <Revocations revocations={shown.revocations} />
      <Lectures lectures={shown.lectures} />
      <Budgets nodes={shown.nodes} />
      <Refusals refusals={shown.refusals} missing={shown.missing} at={shown.at} />
    </>
  );
}
