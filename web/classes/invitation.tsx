import { useSignal } from '@preact/signals';
import { RequestError } from 'lectern-client';
import type { Refused, ServerData } from 'lectern-protocol';
import { useEffect } from 'preact/hooks';
import { connected } from '../classroom-app.js';
import { Icon } from '../components/icon.js';
import { PageHeading } from '../components/page-heading.js';
import { Skeleton } from '../components/skeleton.js';
import { Submit } from '../components/submit.js';
import { showToast } from '../components/toasts.js';
import { words } from '../i18n/index.js';
import { userName } from '../preferences.js';
import { codeOf, type FailureCode } from '../refusal.js';
import { enroll } from './my-classes.js';
import { OwnName } from './own-name.js';

interface Props {
  classUuid: string;
  /** Whether the link points to a lecture of the class. */
  toLecture: boolean;
  /** Called once the user is enrolled, to open what the link points to. */
  onEnrolled: () => void;
}

type About = Exclude<ServerData['GetInvitation'], Refused>;

/** Asks a user who has a link of the class and is not enrolled whether to enroll: which class, whose, and what then. */
export function Invitation({ classUuid, toLecture, onEnrolled }: Props) {
  const text = words.value.classes;
  const about = useSignal<About | undefined>(undefined);
  const busy = useSignal(false);
  const trouble = useSignal<FailureCode | undefined>(undefined);
  useEffect(() => {
    const load = async (): Promise<void> => {
      const signaler = await connected();
      about.value = (await signaler.request('GetInvitation', { classUuid })).data;
    };
    load().catch((error: unknown) => {
      trouble.value = codeOf(error);
    });
  }, [classUuid]);

  const accept = async (): Promise<void> => {
    busy.value = true;
    trouble.value = undefined;
    try {
      const { title } = await enroll(classUuid);
      showToast(text.enrolled(title));
      onEnrolled();
    } catch (error) {
      // The user has enrolled in another tab meanwhile.
      if (error instanceof RequestError && error.code === 'conflict') onEnrolled();
      else trouble.value = codeOf(error);
      busy.value = false;
    }
  };
  const known = about.value;
  return (
    <form
      class="panel invitation"
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy.value) void accept();
      }}
    >
      <p class="quiet">{toLecture ? text.invitedToLecture : text.invited}</p>
      <div class="about">
        <PageHeading title={known?.title ?? text.enrollHere}>
          {!known && !trouble.value && (
            <>
              <span class="visually-hidden">{text.enrollHere}</span>
              <Skeleton class="title" count={1} />
            </>
          )}
        </PageHeading>
        {known && known.subtitle !== '' && <p class="subtitle">{known.subtitle}</p>}
        {known && (
          <p class="teacher">
            <Icon name="board" size={18} />
            {text.taughtBy(known.instructorName)}
          </p>
        )}
      </div>
      <p>{toLecture ? text.thenLecture : text.thenClass}</p>
      <OwnName />
      <Submit
        word={text.enrollAs(userName.value)}
        busyWord={text.enrolling}
        busy={busy.value}
        trouble={trouble.value}
      />
    </form>
  );
}
