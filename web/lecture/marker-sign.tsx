import type { Marker } from 'lectern-client';

interface Props {
  marker: Pick<Marker, 'markerType' | 'answered'>;
}

/**
 * A round sign for a question, with a check mark if it is answered, and a square speech bubble for a discussion.
 * Distinguishable without color.
 */
export function MarkerSign({ marker: { markerType: type, answered = false } }: Props) {
  return (
    <svg
      class="marker-sign"
      data-type={type}
      data-answered={answered}
      aria-hidden="true"
      width="20"
      height="20"
      viewBox="0 0 20 20"
    >
      {type === 'Question' ? (
        <>
          <circle cx="10" cy="10" r="9" />
          {answered ? (
            <path d="m6 10.3 2.8 2.8L14 7.5" />
          ) : (
            <path d="M7.6 7.8a2.4 2.4 0 1 1 3.4 2.2c-.7.3-1 .8-1 1.5M10 14.2v.1" />
          )}
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
