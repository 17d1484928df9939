import { Confirm } from '../components/confirm.js';
import { showToast } from '../components/toasts.js';
import { words } from '../i18n/index.js';
import { userName } from '../preferences.js';
import { codeOf, refusalText } from '../refusal.js';
import { linkSecret } from './link.js';

/** Asks before the browser becomes one of another user: somebody else can have sent the link. */
export function LinkQuestion() {
  const secret = linkSecret.value;
  if (secret === undefined) return null;
  const text = words.value.browsers;
  const use = async (): Promise<void> => {
    // Few pages are opened with a link.
    const { useLink } = await import('./use-link.js');
    try {
      await useLink(secret);
    } catch (error) {
      const code = codeOf(error);
      showToast(code === 'not-found' ? text.linkGone : refusalText(code));
    }
  };
  return (
    <Confirm
      title={text.useTitle}
      text={userName.value === '' ? text.useText : text.replaceText(userName.value)}
      confirm={text.use}
      cancel={text.cancel}
      onConfirm={() => void use()}
      onClose={() => {
        linkSecret.value = undefined;
      }}
    />
  );
}
