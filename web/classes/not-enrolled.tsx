import { useSignal } from '@preact/signals';
import { PageHeading } from '../components/page-heading.js';
import { Submit } from '../components/submit.js';
import { showToast } from '../components/toasts.js';
import { words } from '../i18n/index.js';
import { userName } from '../preferences.js';
import { codeOf, type FailureCode } from '../refusal.js';
import type { ClassSession } from './class-session.js';

/** Asks a user who has the class's link and is not enrolled whether to enroll. */
export function NotEnrolled({ session }: { session: ClassSession }) {
  const text = words.value.classes;
  const busy = useSignal(false);
  const trouble = useSignal<FailureCode | undefined>(undefined);
  const enroll = async (): Promise<void> => {
    busy.value = true;
    trouble.value = undefined;
    try {
      const { title } = await session.enroll();
      showToast(text.enrolled(title));
    } catch (error) {
      const code = codeOf(error);
      // The user has enrolled in another tab meanwhile.
      if (code === 'conflict') session.again();
      else trouble.value = code;
      busy.value = false;
    }
  };
  return (
    <form
      class="panel not-enrolled"
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy.value) void enroll();
      }}
    >
      <PageHeading title={text.enrollHere} />
      <p>{text.enrollHereLead}</p>
      <Submit
        word={text.enrollAs(userName.value)}
        busyWord={text.enrolling}
        busy={busy.value}
        trouble={trouble.value}
      />
    </form>
  );
}
