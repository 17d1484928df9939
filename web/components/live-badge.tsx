import { words } from '../i18n/index.js';

/** Whether a lecture is live. */
export function LiveBadge({ live }: { live: boolean }) {
  const text = words.value.lecture;
  return (
    <span class="live-badge" data-live={live}>
      {live ? text.live : text.notLive}
    </span>
  );
}
