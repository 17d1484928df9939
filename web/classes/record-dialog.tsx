import { useSignal } from '@preact/signals';
import { Lecture, lectureCsv, lectureMarkdown, type TextLanguage } from 'lectern-client';
import { connected } from '../classroom-app.js';
import { FormDialog } from '../components/form-dialog.js';
import { SegmentedControl } from '../components/segmented-control.js';
import { showToast } from '../components/toasts.js';
import { words } from '../i18n/index.js';
import { type ChatLanguage, chatLanguage, language } from '../preferences.js';
import { saveFile } from '../save-file.js';

interface Props {
  classUuid: string;
  lectureId: number;
  lectureName: string;
  onClose: () => void;
}

/** Asks for the format of a lecture's chat and questions, and downloads them. */
export function RecordDialog({ classUuid, lectureId, lectureName, onClose }: Props) {
  const text = words.value.exports;
  const format = useSignal<'csv' | 'md'>('csv');
  const chosen = useSignal<ChatLanguage>(chatLanguage.peek() ?? language.peek());
  const download = async (): Promise<boolean> => {
    const record = await new Lecture(await connected(), { classUuid, lectureId }).record();
    const name = `${text.recordFile(lectureName)}.${format.value}`;
    const languages = languagesOf(chosen.value);
    if (format.value === 'csv') saveFile(lectureCsv(record, languages, text.csv), 'text/csv', name);
    else saveFile(lectureMarkdown(record, languages, text.markdown), 'text/markdown', name);
    showToast(text.downloaded);
    return true;
  };
  return (
    <FormDialog
      title={text.recordTitle(lectureName)}
      submitWord={text.download}
      busyWord={text.downloading}
      onSubmit={download}
      onClose={onClose}
    >
      <SegmentedControl
        label={text.format}
        labelled
        value={format.value}
        options={[
          { value: 'csv', word: text.spreadsheet },
          { value: 'md', word: text.document },
        ]}
        onChange={(next) => {
          format.value = next;
        }}
      />
      <SegmentedControl<ChatLanguage>
        label={words.value.lecture.chat.language}
        labelled
        value={chosen.value}
        options={[
          { value: 'both', word: words.value.lecture.chat.both },
          { value: 'ko', word: '한국어', lang: 'ko' },
          { value: 'en', word: 'English', lang: 'en' },
        ]}
        onChange={(next) => {
          chosen.value = next;
        }}
      />
    </FormDialog>
  );
}

/** Returns the languages of the texts, that of the page first. */
function languagesOf(chosen: ChatLanguage): TextLanguage[] {
  if (chosen !== 'both') return [chosen];
  return language.value === 'ko' ? ['ko', 'en'] : ['en', 'ko'];
}
