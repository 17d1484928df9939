import { CopyButton } from '../components/copy-button.js';
import { showToast } from '../components/toasts.js';
import { words } from '../i18n/index.js';
import { linkTo } from '../router.js';

interface Props {
  classUuid: string;
  label?: string;
  class?: string;
}

/** Copies the class's link, which others use to enroll. */
export function CopyClassLink({ classUuid, label, class: name }: Props) {
  const text = words.value.classes;
  const link = linkTo({ page: 'class', classUuid });
  return (
    <CopyButton
      text={link}
      copy={text.copyLink}
      copied={words.value.room.copied}
      announced={text.copiedSay}
      {...(label === undefined ? {} : { label })}
      {...(name === undefined ? {} : { class: name })}
      onDone={(copied) => {
        if (!copied) showToast(text.copyFailed(link));
      }}
    />
  );
}
