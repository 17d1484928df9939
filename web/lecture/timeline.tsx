import { useSignal } from '@preact/signals';
import { duration } from '../format.js';
import { words } from '../i18n/index.js';
import { useLectureSession } from './context.js';
import { MarkerLane } from './marker-lane.js';

/** The position in the video, with the markers. Users who control the video can move it. */
export function Timeline() {
  const { video, teaches } = useLectureSession();
  const text = words.value.lecture.video;
  /** The position while dragging. The video seeks when the pointer is released. */
  const held = useSignal<number | undefined>(undefined);
  const all = video.duration.value;
  const here = held.value ?? video.position.value;
  const share = all ? Math.min(1, here / all) : 0;
  const drives = (teaches.value || video.away.value) && all !== undefined;
  return (
    <div class="timeline" style={{ '--share': share.toFixed(4) }}>
      <MarkerLane />
      <input
        type="range"
        class="seek"
        min="0"
        max={all === undefined ? 1 : Math.floor(all)}
        step="1"
        aria-label={text.timeline}
        aria-valuetext={text.at(duration(here), all === undefined ? '–' : duration(all))}
        disabled={!drives}
        value={all === undefined ? 0 : Math.floor(here)}
        onInput={({ currentTarget }) => {
          held.value = currentTarget.valueAsNumber;
        }}
        onChange={({ currentTarget }) => {
          video.seek(currentTarget.valueAsNumber);
          held.value = undefined;
        }}
      />
    </div>
  );
}
