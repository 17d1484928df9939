import { CopyButton } from '../components/copy-button.js';
import { showToast } from '../components/toasts.js';
import { words } from '../i18n/index.js';
import { linkTo, type Place } from '../router.js';

interface Props {
  place: Place;
  /** The text for screen readers when the link has been copied. */
  announced: string;
  class?: string;
}

/** Copies the link to a programme or chat room, to share with others. */
export function CopyPlace({ place, announced, class: name }: Props) {
  const text = words.value.programme;
  const link = linkTo(place);
  return (
    <CopyButton
      text={link}
      copy={text.copyLink}
      copied={words.value.room.copied}
      announced={announced}
      {...(name === undefined ? {} : { class: name })}
      onDone={(copied) => {
        if (!copied) showToast(text.copyFailed(link));
      }}
    />
  );
}
