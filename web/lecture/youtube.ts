import { type PlaylistItem, type YouTubeApi, YouTubePlayer } from 'lectern-client';
import type { Sound } from './video.js';

/** The part of YouTube's player that the page uses besides playback control. */
interface YouTubeWidget extends YouTubeApi {
  setVolume(percent: number): void;
  mute(): void;
  unMute(): void;
  destroy(): void;
}

interface YouTube {
  ready(callback: () => void): void;
  Player: new (place: HTMLElement, options: object) => YouTubeWidget;
}

declare global {
  /** Defined once YouTube's script has run. */
  var YT: YouTube | undefined;
}

/** Time in ms after which YouTube is considered unreachable. */
const CONNECT_TIMEOUT_MS = 15_000;

let loading: Promise<YouTube> | undefined;

/** Loads YouTube's script, only when a YouTube video is to be shown. Rejects if it cannot be loaded. */
function loadYouTube(): Promise<YouTube> {
  loading ??= new Promise<YouTube>((resolve, reject) => {
    const script = document.createElement('script');
    const fail = (): void => {
      clearTimeout(timer);
      script.remove();
      // The next attempt loads it again.
      loading = undefined;
      reject(new Error('YouTube cannot be reached'));
    };
    const timer = setTimeout(fail, CONNECT_TIMEOUT_MS);
    script.src = 'https://www.youtube.com/iframe_api';
    script.addEventListener('error', fail);
    script.addEventListener('load', () => {
      globalThis.YT?.ready(() => {
        clearTimeout(timer);
        if (globalThis.YT) resolve(globalThis.YT);
      });
    });
    document.head.append(script);
  });
  return loading;
}

export interface ShownYouTube {
  player: YouTubePlayer;
  sound: Sound;
  close(): void;
}

/** Shows a YouTube video inside `box`, without controls of its own. Rejects if YouTube is unreachable. */
export async function showYouTube(
  box: HTMLElement,
  item: PlaylistItem & { kind: 'youtube' | 'youtube-playlist' },
): Promise<ShownYouTube> {
  const { Player } = await loadYouTube();
  const place = document.createElement('div');
  box.append(place);
  const what = item.kind === 'youtube' ? { videoId: item.videoId } : {};
  const list = item.kind === 'youtube-playlist' ? { listType: 'playlist', list: item.listId } : {};
  const widget = new Player(place, {
    ...what,
    width: '100%',
    height: '100%',
    host: 'https://www.youtube-nocookie.com',
    playerVars: { ...list, controls: 0, disablekb: 1, fs: 0, playsinline: 1, rel: 0 },
  });
  const player = new YouTubePlayer(widget);
  /** Settings made before the player is ready are applied when it is. */
  const whenReady = (set: () => void): void => {
    if (player.status !== 'loading') {
      set();
      return;
    }
    const stop = player.on('status', () => {
      stop();
      set();
    });
  };
  return {
    player,
    sound: {
      setVolume: (volume) => whenReady(() => widget.setVolume(Math.round(volume * 100))),
      setMuted: (muted) => whenReady(() => (muted ? widget.mute() : widget.unMute())),
    },
    close() {
      player.close();
      widget.destroy();
      box.replaceChildren();
    },
  };
}
