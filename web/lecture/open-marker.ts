import type { Marker } from 'lectern-client';
import type { LectureSession } from './lecture-session.js';

/**
 * Handles a press on a marker of the timeline: opens its thread and, for the teacher, moves the video there for
 * everyone. For merged markers, it opens the list to choose from.
 */
export function openMarker(session: LectureSession, marker: Marker, several: boolean): void {
  const { markers, tab, teaches, video } = session;
  tab.value = 'questions';
  if (several) {
    markers.asking.value = undefined;
    markers.open.value = undefined;
    markers.nearest.value = marker.id;
    return;
  }
  markers.click(marker);
  if (teaches.peek()) video.seek(marker.time);
}
