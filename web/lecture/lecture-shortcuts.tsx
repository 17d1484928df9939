import { words } from '../i18n/index.js';
import { useShortcuts } from '../shortcuts.js';
import { attempt } from './attempt.js';
import { chatBox } from './chat-box.js';
import { useLectureSession } from './context.js';
import { switchHand } from './controls.js';
import { toggleSync } from './sync-status.js';
import { beginTalk } from './talk-button.js';

/** Seconds by which an arrow key seeks. */
const STEP = 5;

/** The shortcuts of the lecture page. */
export function LectureShortcuts() {
  const session = useLectureSession();
  const { teaches } = session;
  return teaches.value ? <TeacherKeys /> : <StudentKeys />;
}

function TeacherKeys() {
  const session = useLectureSession();
  const { video, lecture } = session;
  const text = words.value.lecture.keys;
  const toggle = () => video.toggle();
  useShortcuts([
    { keys: 'Space', label: text.toggle, run: toggle },
    { keys: 'K', label: text.toggle, run: toggle },
    { keys: 'Shift+N', label: text.next, run: () => next() },
    ...useCommonKeys(),
  ]);
  const next = (): void => {
    const playlist = video.playlist.peek();
    const index = video.index.peek() + 1;
    if (Array.isArray(playlist) && index < playlist.length) void attempt(() => lecture.selectVideo(index));
  };
  return null;
}

function StudentKeys() {
  const session = useLectureSession();
  const text = words.value.lecture.keys;
  useShortcuts([
    { keys: 'Space', label: text.talk, run: () => beginTalk(session) },
    { keys: 'L', label: text.onOwn, run: () => toggleSync(session) },
    { keys: 'K', label: text.toggleOnOwn, run: () => session.video.toggle() },
    { keys: 'H', label: text.hand, run: () => void switchHand(session) },
    ...useCommonKeys(),
  ]);
  return null;
}

function useCommonKeys() {
  const session = useLectureSession();
  const { video, tab, markers } = session;
  const text = words.value.lecture.keys;
  const skip = (seconds: number): void => {
    if (video.drives) video.skip(seconds);
  };
  return [
    { keys: 'ArrowLeft', label: text.back, run: () => skip(-STEP) },
    { keys: 'ArrowRight', label: text.forward, run: () => skip(STEP) },
    { keys: 'T', label: text.talk, run: () => beginTalk(session) },
    {
      keys: 'M',
      label: text.mute,
      run: () => void session.voices.peek()?.own.toggleMuted(),
      everywhere: true,
    },
    {
      keys: 'S',
      label: text.sound,
      run: () => {
        video.muted.value = !video.muted.peek();
      },
    },
    {
      keys: 'C',
      label: text.chat,
      run: () => {
        const shown = tab.peek() === 'chat';
        tab.value = 'chat';
        if (shown) chatBox.current?.focus();
        else requestAnimationFrame(() => chatBox.current?.focus());
      },
    },
    { keys: 'P', label: text.people, run: () => goTo('people') },
    { keys: 'Q', label: text.questions, run: () => goTo('questions') },
    {
      keys: 'A',
      label: text.ask,
      run: () => {
        tab.value = 'questions';
        markers.open.value = undefined;
        markers.asking.value = video.moment;
      },
    },
  ];
  function goTo(next: 'people' | 'questions'): void {
    tab.value = next;
    document.getElementById(`tab-${next}`)?.focus();
  }
}
