/** Gray placeholders for content that is loading. The parent must set aria-busy. */
export function Skeleton({ count = 3, class: name = '' }: { count?: number; class?: string }) {
  return (
    <span class={`skeleton ${name}`} aria-hidden="true">
      {Array.from({ length: count }, (_, index) => (
        <span key={index} />
      ))}
    </span>
  );
}
