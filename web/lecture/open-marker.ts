import type { Marker } from 'lectern-client';
import type { LectureSession } from './lecture-session.js';

/**
 * What a press on the timeline does: it opens the thread, and the teacher takes everybody there. Of several that
 * stand as one the list is shown, to choose from.
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
