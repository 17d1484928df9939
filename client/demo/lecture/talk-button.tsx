import { useEffect, useRef } from 'preact/hooks';
import { announce } from '../announcer.js';
import { Icon } from '../components/icon.js';
import { Notice } from '../components/notice.js';
import { tell } from '../components/toasts.js';
import { duration } from '../format.js';
import { words } from '../i18n/index.js';
import { refusalText } from '../refusal.js';
import { useLesson } from './context.js';
import type { Lesson } from './lesson.js';
import { LONGEST, type TalkTrouble } from './talk.js';

/** Begins to record, where this person may speak. */
export function beginTalk({ talk, voices }: Lesson): void {
  const text = words.value.lecture.talk;
  if (voices.peek()?.maySpeak.peek() === false) tell(text.notNow);
  else void talk.begin();
}

/** Records a voice message for as long as it is held; Enter, and a click without a hand, begin and end it. */
export function TalkButton() {
  const lesson = useLesson();
  const { talk } = lesson;
  const text = words.value.lecture.talk;
  const state = talk.state.value;
  const busy = state !== 'idle';
  const may = lesson.voices.value?.maySpeak.value ?? false;
  /** Whether a finger, a mouse or a key holds it: the click that follows is theirs. */
  const held = useRef(false);
  const begin = (): void => {
    held.current = true;
    beginTalk(lesson);
  };
  const toggle = (): void => (talk.state.peek() === 'idle' ? beginTalk(lesson) : talk.end());
  useEffect(() => {
    if (state === 'recording') announce(text.nowRecording);
  }, [state]);
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
      aria-label={text.hold}
      aria-describedby="talk-hint"
      title={may ? text.hint : text.notNow}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
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
      <span>{state === 'recording' ? duration(talk.seconds.value) : text.word}</span>
      <span id="talk-hint" class="visually-hidden">
        {may ? text.hint : text.notNow}
      </span>
    </button>
  );
}

/** While one speaks: for how long; afterwards, what went wrong. */
export function TalkNotice() {
  const { talk } = useLesson();
  const text = words.value.lecture.talk;
  const trouble = talk.trouble.value;
  switch (talk.state.value) {
    case 'opening':
      return <p class="talk-notice">{text.opening}</p>;
    case 'recording':
      return (
        <p class="talk-notice" data-recording>
          <span class="red" /> {text.recording(duration(talk.seconds.value))} · {text.release}
          <progress max={LONGEST} value={talk.seconds.value} aria-hidden="true" />
        </p>
      );
    case 'sending':
      return <p class="talk-notice">{text.sending}</p>;
    default:
      return (
        trouble && (
          <div class="talk-notice" role="alert">
            <Notice {...advice(trouble)} />
          </div>
        )
      );
  }
}

function advice(trouble: TalkTrouble): { what: string; todo?: string } {
  const { lecture, trouble: troubles } = words.value;
  const text = lecture.talk;
  switch (trouble.name) {
    case 'microphone':
      return troubles.microphone[trouble.reason];
    case 'unsupported':
      return { what: text.unsupported };
    case 'too-short':
      return { what: text.tooShort };
    case 'cut':
      return { what: text.cut(LONGEST) };
    case 'not-sent':
      return { what: text.notSent, todo: refusalText(trouble.code) };
  }
}
