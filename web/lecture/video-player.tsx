import { Html5Player, type PlaylistItem } from 'lectern-client';
import { useEffect, useRef } from 'preact/hooks';
import { addressOfFile } from '../base.js';
import { useLectureSession } from './context.js';
import { showYouTube } from './youtube.js';

interface Props<Item = PlaylistItem> {
  item: Item;
  /** Index of the video in the playlist. */
  index: number;
  label: string;
  /** Called if the player cannot be loaded. */
  onUnreachable: () => void;
}

/** The player: a video file or YouTube's player. */
export function VideoPlayer({ item, ...rest }: Props) {
  return item.kind === 'file' ? (
    <FilePlayer item={item} {...rest} />
  ) : (
    <YouTubePlayer item={item} {...rest} />
  );
}

function FilePlayer({ item, index, label }: Props<PlaylistItem & { kind: 'file' }>) {
  const { video } = useLectureSession();
  const element = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    const shown = element.current;
    if (!shown) return;
    const player = new Html5Player(shown);
    const sound = {
      setVolume: (volume: number) => {
        shown.volume = volume;
      },
      setMuted: (muted: boolean) => {
        shown.muted = muted;
      },
    };
    const detach = video.attach(player, sound, index);
    return () => {
      detach();
      player.close();
      // Otherwise the browser downloads the file to its end.
      shown.removeAttribute('src');
      shown.load();
    };
  }, []);
  // The volume is set when the player is attached.
  return (
    <video
      ref={element}
      src={addressOfFile(item.url).href}
      aria-label={label}
      preload="auto"
      playsInline
      muted
    />
  );
}

type YouTubeItem = PlaylistItem & { kind: 'youtube' | 'youtube-playlist' };

function YouTubePlayer({ item, index, label, onUnreachable }: Props<YouTubeItem>) {
  const { video } = useLectureSession();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    let close = (): void => {};
    let gone = false;
    const show = async (place: HTMLElement): Promise<void> => {
      const shown = await showYouTube(place, item);
      if (gone) return shown.close();
      const detach = video.attach(shown.player, shown.sound, index);
      close = () => {
        detach();
        shown.close();
      };
    };
    if (box.current) show(box.current).catch(() => !gone && onUnreachable());
    return () => {
      gone = true;
      close();
    };
  }, []);
  return <section ref={box} class="youtube" aria-label={label} />;
}
