import { words } from '../i18n/index.js';
import type { ShownPerson } from '../people.js';
import { Icon } from './icon.js';
import { Voice } from './voice.js';

interface SignProps {
  /** Undefined if there is no connection to this participant. */
  shown: ShownPerson | undefined;
  /** Whether the participant is allowed to speak. */
  may: boolean;
  card: { current: HTMLElement | null };
}

/** A participant's voice level, or the reason why the participant cannot be heard. */
export function VoiceSign({ shown, may, card }: SignProps) {
  const { person: text, lecture } = words.value;
  const person = shown?.person.value;
  if (!person || !shown) return <span class="voice-sign">{null}</span>;
  const { own, state, muted, listening, trouble } = person;
  const sign = (icon: 'ear' | 'microphoneOff' | 'alert', words: string, loud = false) => (
    <span class={loud ? 'voice-sign trouble' : 'voice-sign'} title={words}>
      <Icon name={icon} size={18} />
      <span class="visually-hidden">{words}</span>
    </span>
  );
  if (trouble) return sign('alert', words.value.trouble.peer[trouble].what, true);
  if (!own && state !== 'connected') return sign('ear', text.connecting);
  if (listening) return sign('ear', text.listener);
  if (muted || !may) return sign('microphoneOff', may ? text.muted : lecture.people.quiet);
  return (
    <span class="voice-sign">
      <Voice level={shown.level} card={card} />
    </span>
  );
}
