import { useSignal } from '@preact/signals';
import { type Class, ClassFeed } from 'lectern-client';
import { useEffect, useRef } from 'preact/hooks';
import { addressOf } from '../base.js';
import { connected } from '../classroom-app.js';
import { CopyButton } from '../components/copy-button.js';
import { Dialog } from '../components/dialog.js';
import { RetryNotice } from '../components/retry-notice.js';
import { Skeleton } from '../components/skeleton.js';
import { showToast } from '../components/toasts.js';
import { dayOf } from '../format.js';
import { words } from '../i18n/index.js';
import { codeOf, refusalText } from '../refusal.js';

interface Props {
  of: Pick<Class, 'uuid' | 'title'>;
  onClose: () => void;
}

/** The user's link. Its path is only known if it was created in this dialog. */
interface Feed {
  /** Absent if there is no link, or if it was created in this dialog. */
  created?: string;
  path?: string;
}

/** Creates and withdraws the user's link to the calendar of a class. */
export function FeedDialog({ of: { uuid, title }, onClose }: Props) {
  const text = words.value.exports.feed;
  const state = useSignal<Feed | 'failed' | undefined>(undefined);
  const busy = useRef(false);
  const acted = useRef(false);
  const content = useRef<HTMLDivElement>(null);
  const load = async (): Promise<void> => {
    try {
      const created = await new ClassFeed(await connected(), uuid).created();
      state.value = created === undefined ? {} : { created };
    } catch {
      state.value = 'failed';
    }
  };
  // A second link would withdraw the first one, which the user might have copied.
  const act = async (request: (feed: ClassFeed) => Promise<Feed>): Promise<void> => {
    if (busy.current) return;
    busy.current = true;
    try {
      state.value = await request(new ClassFeed(await connected(), uuid));
      acted.current = true;
    } catch (error) {
      showToast(refusalText(codeOf(error)));
    } finally {
      busy.current = false;
    }
  };
  const create = (): Promise<void> => act(async (feed) => ({ path: await feed.create() }));
  const withdraw = (): Promise<void> =>
    act(async (feed) => {
      await feed.withdraw();
      showToast(text.withdrawn);
      return {};
    });
  useEffect(() => void load(), []);
  // The pressed button is gone, and the focus with it.
  useEffect(() => {
    if (acted.current) content.current?.querySelector<HTMLElement>('input, .primary')?.focus();
  }, [state.value]);
  return (
    <Dialog title={text.title(title)} onClose={onClose} closedby="closerequest">
      <div class="stack" ref={content}>
        <p>{text.explanation}</p>
        {state.value === undefined ? (
          <div aria-busy="true">
            <Skeleton count={1} />
          </div>
        ) : state.value === 'failed' ? (
          <RetryNotice what={text.failed} onRetry={load} />
        ) : (
          <FeedState feed={state.value} onCreate={create} onWithdraw={withdraw} />
        )}
      </div>
    </Dialog>
  );
}

interface FeedStateProps {
  feed: Feed;
  onCreate: () => Promise<void>;
  onWithdraw: () => Promise<void>;
}

function FeedState({ feed: { created, path }, onCreate, onWithdraw }: FeedStateProps) {
  const text = words.value.exports.feed;
  const exists = created !== undefined || path !== undefined;
  return (
    <>
      {created !== undefined && <p>{text.exists(dayOf(new Date(created)))}</p>}
      {path !== undefined ? (
        <FeedLink link={addressOf(path)} />
      ) : (
        <button type="button" class="button primary" onClick={() => void onCreate()}>
          {exists ? text.replace : text.create}
        </button>
      )}
      {exists && (
        <button type="button" class="button outline" onClick={() => void onWithdraw()}>
          {text.withdraw}
        </button>
      )}
    </>
  );
}

/** The link, which the user copies or opens in a calendar app. */
function FeedLink({ link }: { link: URL }) {
  const { exports, browsers } = words.value;
  const text = exports.feed;
  return (
    <>
      <label class="field">
        <span>{text.link}</span>
        <input
          class="input"
          readOnly
          value={link.href}
          onFocus={({ currentTarget }) => currentTarget.select()}
        />
      </label>
      <p class="quiet">{text.once}</p>
      <CopyButton
        text={link.href}
        copy={browsers.copy}
        copied={browsers.copied}
        announced={browsers.copied}
        onDone={(copied) => !copied && showToast(browsers.copyFailed)}
      />
      <a class="button outline" href={link.href.replace(/^https?:/, 'webcal:')}>
        {text.open}
      </a>
    </>
  );
}
