import { useSignal } from '@preact/signals';
import type { Marker } from 'lectern-client';
import { useEffect, useRef } from 'preact/hooks';
import { duration } from '../format.js';
import { words } from '../i18n/index.js';
import { useLectureSession } from './context.js';
import { MarkerSign } from './marker-sign.js';
import { openMarker } from './open-marker.js';

/** Minimum distance in px between two markers, for a finger and for a mouse. Closer markers are merged. */
const FINGER = 44;
const MOUSE = 26;

const coarse = matchMedia('(pointer: coarse)');

/** The markers along the timeline: a single tab stop, in which the arrow keys move between markers. */
export function MarkerLane() {
  const session = useLectureSession();
  const { video, markers } = session;
  const text = words.value.lecture.markers;
  const lane = useRef<HTMLDivElement>(null);
  const width = useSignal(0);
  const current = useSignal(0);
  useEffect(() => {
    const box = lane.current;
    if (!box) return;
    const observer = new ResizeObserver(() => {
      width.value = box.clientWidth;
    });
    observer.observe(box);
    return () => observer.disconnect();
  }, []);
  const all = video.duration.value;
  const groups = all ? gather(markers.list.value, all, width.value) : [];
  const stop = Math.min(current.value, groups.length - 1);
  const move = (to: number): void => {
    current.value = Math.max(0, Math.min(groups.length - 1, to));
    lane.current?.querySelectorAll<HTMLButtonElement>('button')[current.value]?.focus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const to = { ArrowRight: stop + 1, ArrowLeft: stop - 1, Home: 0, End: groups.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    move(to);
  };
  return (
    <div
      ref={lane}
      class="lane"
      role="toolbar"
      aria-label={text.lane}
      aria-hidden={groups.length === 0}
      onKeyDown={onKeyDown}
    >
      {groups.map(([marker, ...more], index) => {
        const when = duration(marker.time);
        const one = text.at[marker.markerType](when);
        const single = marker.answered ? text.answeredAt(one) : one;
        const label = more.length > 0 ? text.cluster(more.length + 1, when) : single;
        return (
          <button
            key={marker.id}
            type="button"
            class="pin"
            tabIndex={index === stop ? 0 : -1}
            aria-label={label}
            title={label}
            aria-current={[marker, ...more].some(({ id }) => id === markers.open.value)}
            style={{ '--at': (marker.time / (all ?? 1)).toFixed(4) }}
            onFocus={() => {
              current.value = index;
            }}
            onClick={() => openMarker(session, marker, more.length > 0)}
          >
            <MarkerSign marker={marker} />
            {more.length > 0 && <span class="count">{more.length + 1}</span>}
          </button>
        );
      })}
    </div>
  );
}

/** Markers that are too close together to be shown separately. */
function gather(list: readonly Marker[], all: number, width: number): [Marker, ...Marker[]][] {
  const least = coarse.matches ? FINGER : MOUSE;
  const groups: [Marker, ...Marker[]][] = [];
  for (const marker of list) {
    const first = groups.at(-1)?.[0];
    const near = first && ((marker.time - first.time) / all) * width < least;
    if (near) groups.at(-1)?.push(marker);
    else groups.push([marker]);
  }
  return groups;
}
