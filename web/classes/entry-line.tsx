import { type Signal, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { Icon } from '../components/icon.js';
import { duration } from '../format.js';
import { words } from '../i18n/index.js';
import { type Entry, type FileFault, probeFile } from './playlist-check.js';

/** Delay in ms before an entry that is being typed is loaded or announced. */
const PAUSE = 400;

interface Props {
  entry: Entry;
  /** The text for screen readers. */
  announced: Signal<string>;
}

/** One entry of the playlist: its type and, for a file, whether it can be played and its duration. */
export function EntryLine({ entry: { text: written, item, fault }, announced }: Props) {
  const text = words.value.classes;
  const length = useSignal<number | undefined>(undefined);
  const fileFault = useSignal<FileFault | undefined>(undefined);
  const file = item?.kind === 'file' ? item.url : undefined;
  useEffect(() => {
    const ending = new AbortController();
    const timer = setTimeout(async () => {
      const result = file === undefined ? undefined : await probeFile(file, ending.signal);
      if (ending.signal.aborted) return;
      if (typeof result === 'number') length.value = result;
      else fileFault.value = result;
    }, PAUSE);
    return () => {
      clearTimeout(timer);
      ending.abort();
    };
  }, [file]);

  const wrong = fault ? text.entryFaults[fault] : fileFault.value && text.fileFaults[fileFault.value];
  const found = length.value === undefined ? undefined : duration(length.value);
  const told = wrong ?? found;
  useEffect(() => {
    if (told === undefined) return;
    const timer = setTimeout(() => {
      announced.value = text.checked(written, told);
    }, PAUSE);
    return () => clearTimeout(timer);
  }, [told]);

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
      {file !== undefined && !wrong && <span class="length">{found ?? text.checking}</span>}
    </li>
  );
}
