import { SegmentedControl } from '../components/segmented-control.js';
import { words } from '../i18n/index.js';
import { type ChatLanguage as Chosen, chatLanguage, language, setChatLanguage } from '../preferences.js';
import { useLectureSession } from './context.js';

/** Display names of the translation services. */
const providers: Record<string, string> = { papago: 'Papago', libretranslate: 'LibreTranslate' };

/** The language in which the chat is shown, and the translation provider. Empty if the server does not translate. */
export function ChatLanguage() {
  const { state, chat } = useLectureSession();
  const text = words.value.lecture.chat;
  const { translator } = state.value;
  const differs = chat.pages.messages.value.some(({ text: { ko, en } }) => ko.result !== en.result);
  if (translator === undefined && !differs) return null;
  return (
    <div class="chat-language">
      <SegmentedControl<Chosen>
        label={text.language}
        value={chatLanguage.value ?? language.value}
        options={[
          { value: 'both', word: text.both },
          { value: 'ko', word: '한국어', lang: 'ko' },
          { value: 'en', word: 'English', lang: 'en' },
        ]}
        onChange={setChatLanguage}
      />
      {translator !== undefined && (
        <span class="quiet">{text.translated(providers[translator] ?? translator)}</span>
      )}
    </div>
  );
}
