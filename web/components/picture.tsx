import { useEffect, useRef } from 'preact/hooks';
import { keepPlaying } from '../sound.js';

interface Props {
  stream: MediaStream;
  label: string;
  /** Whether to play the sound of the stream, if it has any. */
  audible?: boolean;
  /** Whether to mirror the picture, as for the user's own camera. */
  mirrored?: boolean;
  /** Called with the width in CSS pixels when it changes, and with 0 when the picture is removed. */
  onWidth?: ((width: number) => void) | undefined;
}

/** The video of a camera or of a shared screen. */
export function Picture({ stream, label, audible = false, mirrored = false, onWidth }: Props) {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    const element = video.current;
    if (!element) return;
    element.srcObject = stream;
    element.muted = !audible;
    const stop = keepPlaying(element);
    return () => {
      stop();
      element.srcObject = null;
    };
  }, [stream, audible]);
  useEffect(() => {
    const element = video.current;
    if (!element || !onWidth) return;
    const observer = new ResizeObserver(() => onWidth(element.clientWidth));
    observer.observe(element);
    return () => {
      observer.disconnect();
      onWidth(0);
    };
  }, [onWidth]);
  return <video ref={video} class={mirrored ? 'mirrored' : undefined} aria-label={label} playsInline muted />;
}
