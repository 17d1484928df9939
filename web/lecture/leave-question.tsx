import { type Signal, useSignal } from '@preact/signals';
import { useLayoutEffect } from 'preact/hooks';
import { Confirm } from '../components/confirm.js';
import { words } from '../i18n/index.js';
import { askBeforeLeaving } from '../router.js';
import { useLectureSession } from './context.js';

/** Asks a teacher who leaves a live lecture, since that ends it for everyone. */
export function LeaveQuestion() {
  const { state, teaches } = useLectureSession();
  const leave: Signal<(() => void) | undefined> = useSignal(undefined);
  const asks = teaches.value && state.value.lecture?.isLive === true;
  // Before the page shows that the lecture is live.
  useLayoutEffect(() => {
    if (!asks) return;
    return askBeforeLeaving((go) => {
      leave.value = go;
    });
  }, [asks]);
  const { value } = leave;
  if (!value) return null;
  return (
    <Confirm
      {...words.value.lecture.leaveLive}
      onConfirm={value}
      onClose={() => {
        // A dialog also reports its end after the next question was asked.
        if (leave.peek() === value) leave.value = undefined;
      }}
    />
  );
}
