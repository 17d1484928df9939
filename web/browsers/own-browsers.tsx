import { useSignal } from '@preact/signals';
import { type Browser, type BrowserLink, Browsers } from 'lectern-client';
import { useEffect } from 'preact/hooks';
import { connected } from '../classroom-app.js';
import { CopyButton } from '../components/copy-button.js';
import { showToast } from '../components/toasts.js';
import { dayOf } from '../format.js';
import { words } from '../i18n/index.js';
import { codeOf, refusalText } from '../refusal.js';
import { browserName } from './browser-name.js';
import { linkWith } from './link.js';

/** Lets the user continue in another browser, and sign browsers out. */
export function OwnBrowsers() {
  const text = words.value.browsers;
  const link = useSignal<BrowserLink | undefined>(undefined);
  const all = useSignal<readonly Browser[]>([]);
  const act = async (request: (browsers: Browsers) => Promise<void>): Promise<void> => {
    try {
      const browsers = new Browsers(await connected());
      await request(browsers);
      all.value = await browsers.list();
    } catch (error) {
      showToast(refusalText(codeOf(error)));
    }
  };
  const create = (): Promise<void> =>
    act(async (browsers) => {
      link.value = await browsers.createLink(browserName());
    });
  useEffect(() => void act(async () => {}), []);
  const address = link.value && linkWith(link.value.secret);
  return (
    <div class="stack">
      <p>{text.explanation}</p>
      {address === undefined ? (
        <button type="button" class="button primary" onClick={() => void create()}>
          {text.create}
        </button>
      ) : (
        <>
          <label class="field">
            <span>{text.link}</span>
            <input
              class="input"
              readOnly
              value={address}
              onFocus={({ currentTarget }) => currentTarget.select()}
            />
          </label>
          <p>{text.once(Math.round((link.value?.lifetime ?? 0) / 60))}</p>
          <CopyButton
            text={address}
            copy={text.copy}
            copied={text.copied}
            announced={text.copied}
            onDone={(copied) => !copied && showToast(text.copyFailed)}
          />
        </>
      )}
      {all.value.length > 0 && (
        <>
          <h3>{text.yours}</h3>
          <ul class="browsers">
            {all.value.map(({ id, name, used, current }) => (
              <li key={id}>
                <span>
                  {name} <small>{current ? text.current : text.used(dayOf(new Date(used)))}</small>
                </span>
                {!current && (
                  <button
                    type="button"
                    class="button outline small"
                    aria-label={text.signOutName(name)}
                    onClick={() => void act((browsers) => browsers.signOut(id))}
                  >
                    {text.signOut}
                  </button>
                )}
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}
