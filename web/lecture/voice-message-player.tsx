import { Icon } from '../components/icon.js';
import { duration } from '../format.js';
import { words } from '../i18n/index.js';
import type { VoiceMessage } from './voice-messages.js';

/** A voice message that can be played again until the page is closed. */
export function VoiceMessagePlayer({ note, own }: { note: VoiceMessage; own: boolean }) {
  const text = words.value.lecture.chat;
  const played = note.played.value;
  const length = note.length.value;
  const playing = played !== undefined;
  const time = duration(length === undefined ? 0 : Math.max(1, Math.round(length)));
  const name = own ? text.ownNote(time) : text.note(note.senderName, time);
  const share = length && playing ? Math.min(1, played / length) : 0;
  return (
    <div class="note" style={{ '--share': share.toFixed(3) }}>
      <button
        type="button"
        class="button icon small"
        aria-label={`${playing ? text.stopNote : text.playNote}: ${name}`}
        onClick={note.toggle}
      >
        <Icon name={playing ? 'stop' : 'play'} size={18} />
      </button>
      <span class="line" aria-hidden="true" />
      <span class="length" aria-hidden="true">
        {time}
      </span>
    </div>
  );
}
