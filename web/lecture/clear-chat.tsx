import { useSignal } from '@preact/signals';
import { Confirm } from '../components/confirm.js';
import { Icon } from '../components/icon.js';
import { words } from '../i18n/index.js';
import { attempt } from './attempt.js';
import { useLectureSession } from './context.js';

/** The teacher's button to delete all messages of the chat. Asks before. */
export function ClearChat() {
  const { lecture } = useLectureSession();
  const text = words.value.manage;
  const asking = useSignal(false);
  return (
    <>
      <button
        type="button"
        class="button plain small clear-chat"
        onClick={() => {
          asking.value = true;
        }}
      >
        <Icon name="trash" size={18} />
        {text.clearChat}
      </button>
      {asking.value && (
        <Confirm
          title={text.clearChatTitle}
          text={text.clearChatText}
          confirm={text.clearChat}
          cancel={text.cancel}
          onConfirm={() => void attempt(() => lecture.clearChat())}
          onClose={() => {
            asking.value = false;
          }}
        />
      )}
    </>
  );
}
