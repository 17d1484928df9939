import { announce } from '../announcer.js';
import { Control } from '../components/control.js';
import { Icon } from '../components/icon.js';
import { Menu } from '../components/menu.js';
import { MicrophoneOptions } from '../components/microphone-options.js';
import { microphoneTrouble } from '../devices.js';
import { words } from '../i18n/index.js';
import { show } from '../router.js';
import { attempt } from './attempt.js';
import { useLectureSession } from './context.js';
import type { LectureSession } from './lecture-session.js';
import { ReactionMenu, Reactions } from './reactions.js';
import { RecordingControl } from './recording-notices.js';
import { StageControls } from './stage-controls.js';
import { TalkButton, TalkNotice } from './talk-button.js';

/** The user's microphone, camera, screen, raised hand and the button to leave. */
export function Controls({ classUuid }: { classUuid: string }) {
  const session = useLectureSession();
  const { voices, state, self } = session;
  const { controls: text, microphone: microphoneText, lecture } = words.value;
  const own = voices.value?.own;
  const open = own?.microphone.value !== undefined;
  const heard = open && own?.muted.value === false;
  const raised = handIsRaised(state.value.hands, self.value);
  return (
    <section class="controls" aria-label={lecture.voices.controls}>
      <TalkNotice />
      <Reactions />
      <div class="split">
        <Control
          icon={heard ? 'microphone' : 'microphoneOff'}
          word={text.microphone}
          label={!open ? text.noMicrophone : heard ? text.mute : text.unmute}
          on={heard ? 'yes' : microphoneTrouble.value ? 'off' : undefined}
          onClick={() => void own?.toggleMuted()}
        />
        <Menu label={microphoneText.options} face={<Icon name="chevron" size={16} />}>
          <MicrophoneOptions level={voices.value?.people.value[0]?.level} />
        </Menu>
      </div>
      {own && <StageControls own={own} />}
      <RecordingControl />
      <TalkButton />
      {!session.teaches.value && (
        <Control
          icon="hand"
          word={lecture.voices.hand}
          label={raised ? lecture.voices.lower : lecture.voices.raise}
          on={raised ? 'yes' : undefined}
          onClick={() => void switchHand(session)}
        />
      )}
      <ReactionMenu />
      <Control
        class="leave"
        icon="leave"
        word={lecture.voices.leave}
        label={lecture.voices.leave}
        onClick={() => show({ page: 'class', classUuid })}
      />
    </section>
  );
}

const handIsRaised = (hands: readonly { userId: string }[], self: string | undefined): boolean =>
  hands.some(({ userId }) => userId === self);

/** Raises or lowers the user's hand. */
export async function switchHand({ lecture, state, self, teaches }: LectureSession): Promise<void> {
  if (teaches.peek()) return;
  const raised = handIsRaised(state.peek().hands, self.peek());
  const text = words.value.lecture.voices;
  if (await attempt(() => (raised ? lecture.lowerHand() : lecture.raiseHand()))) {
    announce(raised ? text.lowered : text.raised);
  }
}
