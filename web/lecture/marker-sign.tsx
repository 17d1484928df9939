import type { Marker } from 'lectern-client';

/** A round sign for a question and a square speech bubble for a discussion, distinguishable without color. */
export function MarkerSign({ type }: { type: Marker['markerType'] }) {
  return (
    <svg class="marker-sign" data-type={type} aria-hidden="true" width="20" height="20" viewBox="0 0 20 20">
      {type === 'Question' ? (
        <>
          <circle cx="10" cy="10" r="9" />
          <path d="M7.6 7.8a2.4 2.4 0 1 1 3.4 2.2c-.7.3-1 .8-1 1.5M10 14.2v.1" />
        </>
      ) : (
        <>
          <path class="body" d="M2 2.5h16v11.5h-9l-4.5 4.5v-4.5h-2.5z" />
          <path d="M5.5 6.5h9M5.5 10h6" />
        </>
      )}
    </svg>
  );
}
