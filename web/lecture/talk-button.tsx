import { useEffect, useRef } from 'preact/hooks';
import { announce } from '../announcer.js';
import { Icon } from '../components/icon.js';
import { showToast } from '../components/toasts.js';
import { duration } from '../format.js';
import { words } from '../i18n/index.js';
import { refusalText } from '../refusal.js';
import { useLectureSession } from './context.js';
import type { LectureSession } from './lecture-session.js';
import { LONGEST, type TalkTrouble } from './talk.js';

/** Starts recording if the user is allowed to speak. The first call leads to the door instead. */
export function beginTalk({ talk, voices }: LectureSession): void {
  const { maySpeak, own } = voices.peek() ?? {};
  const text = words.value.lecture.talk;
  if (maySpeak?.peek() === false) showToast(text.notNow);
  else if (own?.passed.peek()) void talk.begin();
  else own?.showDoor('record');
}

/**
 * Records a voice message while it is pressed. Enter, or a click from assistive technology, starts and ends the
 * recording.
 */
export function TalkButton() {
  const session = useLectureSession();
  const { talk } = session;
  const text = words.value.lecture.talk;
  const state = talk.state.value;
  const busy = state !== 'idle';
  const may = session.voices.value?.maySpeak.value ?? false;
  /** Whether a finger, mouse or key is pressed. The click that follows belongs to this press. */
  const held = useRef(false);
  const begin = (): void => {
    held.current = true;
    beginTalk(session);
  };
  const toggle = (): void => (talk.state.peek() === 'idle' ? beginTalk(session) : talk.end());
  const trouble = talk.trouble.value;
  useEffect(() => {
    if (state === 'recording') announce(text.nowRecording);
  }, [state]);
  useEffect(() => {
    if (trouble) showToast(advice(trouble));
  }, [trouble]);
  useEffect(() => {
    const release = ({ code }: KeyboardEvent): void => {
      if (code === 'KeyT' || code === 'Space') talk.end();
    };
    const discard = ({ key }: KeyboardEvent): void => {
      if (key === 'Escape') talk.cancel();
    };
    const end = (): void => talk.end();
    addEventListener('keyup', release);
    addEventListener('keydown', discard);
    addEventListener('blur', end);
    return () => {
      removeEventListener('keyup', release);
      removeEventListener('keydown', discard);
      removeEventListener('blur', end);
    };
  }, []);
  return (
    <button
      type="button"
      class="control talk"
      data-on={busy ? 'yes' : undefined}
      data-state={state}
      aria-pressed={busy}
      aria-label={text.record}
      aria-describedby="talk-hint"
      title={may ? text.hint : text.notNow}
      onPointerDown={(event) => {
        // The door opens at the click: a press that goes on over a dialog would close it.
        if (event.button !== 0 || session.voices.peek()?.own.passed.peek() === false) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        begin();
      }}
      onPointerUp={() => talk.end()}
      onPointerCancel={() => talk.cancel()}
      onContextMenu={(event) => event.preventDefault()}
      onKeyDown={(event) => {
        if (event.key !== ' ' && event.key !== 'Enter') return;
        event.preventDefault();
        if (event.repeat) return;
        if (event.key === ' ') begin();
        else toggle();
      }}
      onClick={() => {
        if (held.current) held.current = false;
        else toggle();
      }}
    >
      <Icon name="voice" size={22} />
      <span>{text.word}</span>
      <span id="talk-hint" class="visually-hidden">
        {may ? text.hint : text.notNow}
      </span>
    </button>
  );
}

/** The duration of the recording, while recording. */
export function TalkNotice() {
  const { talk } = useLectureSession();
  const text = words.value.lecture.talk;
  switch (talk.state.value) {
    case 'idle':
      return null;
    case 'opening':
      return <p class="talk-notice">{text.opening}</p>;
    case 'recording':
      return (
        <p class="talk-notice">
          <span class="red" /> {text.recording(duration(talk.seconds.value))} · {text.release}
          <progress max={LONGEST} value={talk.seconds.value} aria-hidden="true" />
        </p>
      );
    case 'sending':
      return <p class="talk-notice">{text.sending}</p>;
  }
}

/** The error and what to do. */
function advice(trouble: TalkTrouble): string {
  const { lecture, trouble: troubles } = words.value;
  const text = lecture.talk;
  switch (trouble.name) {
    case 'microphone': {
      const { what, todo } = troubles.microphone[trouble.reason];
      return `${what} ${todo}`;
    }
    case 'unsupported':
      return text.unsupported;
    case 'too-short':
      return text.tooShort;
    case 'cut':
      return text.cut(LONGEST);
    case 'not-kept':
      return text.notKept;
    case 'not-sent':
      return `${text.notSent} ${refusalText(trouble.code)}`;
  }
}
