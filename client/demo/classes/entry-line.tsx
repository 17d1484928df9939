import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { Icon } from '../components/icon.js';
import { duration } from '../format.js';
import { words } from '../i18n/index.js';
import { type Entry, type FileFault, probeFile } from './playlist-check.js';

/** One does not load what is still being typed; in ms. */
const PAUSE = 400;

type Found = { length: number } | { fault: FileFault } | undefined;

/** One entry of the playlist: what it is, and for a file whether it plays and how long it is. */
export function EntryLine({ entry: { text: written, item, fault } }: { entry: Entry }) {
  const text = words.value.classes;
  const found = useSignal<Found>(undefined);
  const file = item?.kind === 'file' ? item.url : undefined;
  useEffect(() => {
    if (file === undefined) return;
    const ending = new AbortController();
    const timer = setTimeout(async () => {
      const result = await probeFile(file, ending.signal);
      if (ending.signal.aborted) return;
      found.value = typeof result === 'number' ? { length: result } : { fault: result };
    }, PAUSE);
    return () => {
      clearTimeout(timer);
      ending.abort();
    };
  }, [file]);

  const wrong = fault
    ? text.entryFaults[fault]
    : found.value && 'fault' in found.value
      ? text.fileFaults[found.value.fault]
      : undefined;
  return (
    <li class="entry-line" data-wrong={wrong !== undefined}>
      <Icon name={wrong ? 'alert' : 'film'} size={18} />
      <div>
        <span class="address">{written}</span>
        <span class="kind">
          {item && text.kinds[item.kind]}
          {item && wrong && ' · '}
          {wrong}
        </span>
      </div>
      {file !== undefined && !wrong && (
        <span class="length">
          {found.value && 'length' in found.value ? duration(found.value.length) : text.checking}
        </span>
      )}
    </li>
  );
}
