import { words } from '../i18n/index.js';
import { linkTo } from '../router.js';
import { copyFailed } from '../view.js';
import { CopyButton } from './copy-button.js';

/** Copies the room's link. */
export function CopyLink({ room }: { room: string }) {
  const text = words.value.room;
  return (
    <CopyButton
      text={linkTo({ page: 'room', room })}
      copy={text.copy}
      copied={text.copied}
      announced={text.copiedSay}
      onDone={(copied) => {
        copyFailed.value = !copied;
      }}
    />
  );
}
