import { Icon } from '../components/icon.js';
import { duration } from '../format.js';
import { words } from '../i18n/index.js';
import type { VoiceMessage } from './voice-messages.js';

const timeOf = ({ length }: VoiceMessage): string =>
  duration(length.value === undefined ? 0 : Math.max(1, Math.round(length.value)));

/** Returns a name that tells whose voice message it is, and its duration. */
export function voiceMessageName(note: VoiceMessage, own: boolean): string {
  const text = words.value.lecture.chat;
  return own ? text.ownNote(timeOf(note)) : text.note(note.senderName, timeOf(note));
}

/** A voice message that can be played. */
export function VoiceMessagePlayer({ note, own }: { note: VoiceMessage; own: boolean }) {
  const text = words.value.lecture.chat;
  const played = note.played.value;
  const length = note.length.value;
  const playing = played !== undefined;
  const share = length && playing ? Math.min(1, played / length) : 0;
  return (
    <div class="note" style={{ '--share': share.toFixed(3) }}>
      <button
        type="button"
        class="button icon small"
        aria-label={`${playing ? text.stopNote : text.playNote}: ${voiceMessageName(note, own)}`}
        aria-busy={note.loading.value}
        onClick={note.toggle}
      >
        <Icon name={playing ? 'stop' : 'play'} size={18} />
      </button>
      <span class="line" aria-hidden="true" />
      <span class="length" aria-hidden="true">
        {timeOf(note)}
      </span>
    </div>
  );
}
