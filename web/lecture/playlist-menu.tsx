import { PlaylistError, type PlaylistItem } from 'lectern-client';
import { addressOfFile } from '../base.js';
import { Icon } from '../components/icon.js';
import { Menu } from '../components/menu.js';
import { words } from '../i18n/index.js';
import { attempt } from './attempt.js';
import { useLectureSession } from './context.js';

/** The index of the current video. The teacher can choose another one. */
export function PlaylistMenu() {
  const { video, teaches, lecture } = useLectureSession();
  const text = words.value.lecture.playlist;
  const items = video.playlist.value;
  const index = video.index.value;
  if (items instanceof PlaylistError || items.length < 2) return null;
  const face = (
    <>
      <Icon name="film" size={18} />
      <span class="of">
        {index + 1} / {items.length}
      </span>
    </>
  );
  return (
    <Menu
      class="video-choice"
      buttonClass="button plain"
      label={`${text.label}, ${index + 1} / ${items.length}`}
      face={face}
    >
      <ol aria-label={text.label}>
        {items.map((item, at) => (
          <li key={`${at}`}>
            {teaches.value ? (
              <button
                type="button"
                class="item"
                aria-current={at === index}
                onClick={(event) => {
                  event.currentTarget.closest('details')?.removeAttribute('open');
                  if (at !== index) void attempt(() => lecture.selectVideo(at));
                }}
              >
                <Numbered at={at} item={item} />
              </button>
            ) : (
              <span class="item" aria-current={at === index}>
                <Numbered at={at} item={item} />
              </span>
            )}
          </li>
        ))}
      </ol>
    </Menu>
  );
}

function Numbered({ at, item }: { at: number; item: PlaylistItem }) {
  return (
    <>
      <span class="number">{at + 1}</span>
      {nameOf(item)}
    </>
  );
}

/** Returns a title for a video of which only the address is known. */
function nameOf(item: PlaylistItem): string {
  const text = words.value.lecture.playlist;
  if (item.kind === 'youtube') return text.youTube(item.videoId);
  if (item.kind === 'youtube-playlist') return text.youTubeList(item.listId);
  const { pathname } = addressOfFile(item.url);
  const file = pathname.split('/').at(-1) || item.url;
  try {
    return decodeURIComponent(file);
  } catch {
    return file;
  }
}
