import { useSignal, useSignalEffect } from '@preact/signals';
import { SpeakingLevels } from 'lectern-client';
import { asking, microphone, microphoneTrouble, takeMicrophone } from '../devices.js';
import { words } from '../i18n/index.js';
import { isSpeech } from '../loudness.js';
import { SpeakerChoice } from './device-choice.js';
import { Icon } from './icon.js';
import { Meter } from './meter.js';
import { MicrophoneChoice } from './microphone-choice.js';
import { Notice } from './notice.js';

/** Shows the microphone level before the user joins, and lets the user choose devices for sound. */
export function MicrophoneCheck() {
  const { microphone: text, trouble } = words.value;
  const level = useSignal(0);
  const heard = useSignal(false);
  useSignalEffect(() => {
    heard.value = false;
    level.value = 0;
    const stream = microphone.value;
    if (!stream) return;
    const levels = new SpeakingLevels();
    levels.watch(stream, (now) => {
      level.value = now;
      if (isSpeech(now)) heard.value = true;
    });
    return () => levels.close();
  });
  return (
    <section class="check" aria-label={text.title}>
      {microphone.value ? (
        <>
          <div class="row">
            <Icon name="microphone" />
            <Meter level={level} label={text.level} />
          </div>
          <MicrophoneChoice />
          <SpeakerChoice />
          <p class="hint" role="status">
            {heard.value ? text.works : text.speak}
          </p>
        </>
      ) : asking.value ? (
        <p role="status">{text.waiting}</p>
      ) : microphoneTrouble.value ? (
        <div role="alert">
          <Notice {...trouble.microphone[microphoneTrouble.value]}>
            <div>
              <button type="button" class="button small" onClick={() => void takeMicrophone()}>
                {text.retry}
              </button>
            </div>
          </Notice>
        </div>
      ) : (
        <>
          <button type="button" class="button outline" onClick={() => void takeMicrophone()}>
            <Icon name="microphone" />
            {text.check}
          </button>
          <p class="hint">{text.checkHint}</p>
        </>
      )}
    </section>
  );
}
