import { Icon } from '../components/icon.js';
import { SegmentedControl } from '../components/segmented-control.js';
import { words } from '../i18n/index.js';
import { distinctName } from '../known-names.js';
import { type ChatDraft, nameOf } from './chat-drafts.js';
import { useLectureSession } from './context.js';

/** The choice of the people whom the user writes to, and who can read a private message. */
export function RecipientChoice() {
  const { chat, teaches, teachers } = useLectureSession();
  const { all, chosen, student } = chat.drafts;
  const text = words.value.privately;
  const { to } = chosen.value;
  const isOffered = (each: ChatDraft): boolean => {
    if (each === chosen.value || each.to.kind === 'everyone') return true;
    if (each.to.kind === 'teachers') return !teaches.value || teachers.value.size > 1;
    return teaches.value && (each === student.value || each.draft.text.value !== '');
  };
  const offered = all.value.filter(isOffered);
  if (offered.length < 2) return null;
  return (
    <div class="recipients">
      <SegmentedControl
        label={text.to}
        value={chosen.value.key}
        options={offered.map((each) => ({ value: each.key, word: nameOf(each.to) }))}
        onChange={(key) => {
          const next = all.value.find((each) => each.key === key);
          if (next) chat.drafts.choose(next.to);
        }}
      />
      <p class="private-note" role="status">
        {to.kind !== 'everyone' && (
          <>
            <Icon name="lock" size={14} />
            {to.kind === 'student'
              ? text.studentBox.note(distinctName(to.userId, to.name))
              : text.teachersBox.note}
          </>
        )}
      </p>
    </div>
  );
}
