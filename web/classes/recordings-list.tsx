import { useSignal } from '@preact/signals';
import type { Lecture } from 'lectern-client';
import type { Recording } from 'lectern-protocol';
import { useEffect } from 'preact/hooks';
import { addressOf } from '../base.js';
import { Confirm } from '../components/confirm.js';
import { Icon } from '../components/icon.js';
import { RetryNotice } from '../components/retry-notice.js';
import { Skeleton } from '../components/skeleton.js';
import { showToast } from '../components/toasts.js';
import { duration, shortDayAndTime } from '../format.js';
import { words } from '../i18n/index.js';
import { codeOf, refusalText } from '../refusal.js';

interface Props {
  /** Resolves to the lecture. Rejects with a RequestError. */
  open: () => Promise<Lecture>;
  teaches: boolean;
}

/** The recordings of a lecture: each file can be played and downloaded. */
export function RecordingsList({ open, teaches }: Props) {
  const text = words.value.recording;
  const list = useSignal<readonly Recording[] | 'failed' | undefined>(undefined);
  const deleting = useSignal<number | undefined>(undefined);
  const load = async (): Promise<void> => {
    try {
      list.value = await (await open()).recordings();
    } catch {
      list.value = 'failed';
    }
  };
  const remove = async (recordingId: number): Promise<void> => {
    try {
      await (await open()).deleteRecording(recordingId);
      showToast(text.deleted);
      await load();
    } catch (error) {
      showToast(refusalText(codeOf(error)));
    }
  };
  useEffect(() => void load(), []);
  if (list.value === undefined) return <Skeleton count={3} />;
  if (list.value === 'failed') return <RetryNotice what={text.failed} onRetry={load} />;
  if (list.value.length === 0) return <p>{text.none}</p>;
  return (
    <>
      {list.value.map((recording) => (
        <section key={recording.recordingId} class="recording">
          <h3>{text.from(shortDayAndTime.value(new Date(recording.startedAt)))}</h3>
          {recording.files.length === 0 && <p class="quiet">{text.states[recording.state]}</p>}
          <ul>
            {recording.files.map((file) => (
              <RecordingFile key={file.url} file={file} />
            ))}
          </ul>
          {teaches && recording.state !== 'running' && (
            <button
              type="button"
              class="button outline small"
              onClick={() => {
                deleting.value = recording.recordingId;
              }}
            >
              {text.delete}
            </button>
          )}
        </section>
      ))}
      {deleting.value !== undefined && (
        <Confirm
          {...text.deleteAsk}
          onConfirm={() => deleting.value !== undefined && void remove(deleting.value)}
          onClose={() => {
            deleting.value = undefined;
          }}
        />
      )}
    </>
  );
}

function RecordingFile({ file: { userName, kind, startsAt, url } }: { file: Recording['files'][number] }) {
  const text = words.value.recording;
  const name = text.file(userName, text.kinds[kind]);
  const address = addressOf(url).href;
  const isSound = kind === 'microphone' || kind === 'screenSound';
  return (
    <li>
      <p>
        {name} <span class="quiet">{text.startsAt(duration(startsAt))}</span>
      </p>
      {isSound ? (
        // biome-ignore lint/a11y/useMediaCaption: there are no captions
        <audio controls preload="none" src={address} aria-label={name} />
      ) : (
        // biome-ignore lint/a11y/useMediaCaption: there are no captions
        <video controls preload="none" src={address} aria-label={name} />
      )}
      <a
        class="button outline small"
        href={address}
        download={`${name}.${isSound ? 'ogg' : 'webm'}`.replace(/[\\/:*?"<>|]/g, ' ')}
        aria-label={text.download(name)}
      >
        <Icon name="download" />
      </a>
    </li>
  );
}
