import type { Look } from '../playback-page.js';

declare global {
  var dayNotes: Notes;
}

/** Measurements of a page. All pages are on one machine: ms are those of its Date.now(). */
export interface Notes {
  /** ms from opening the page until the video's first picture was shown. */
  pictureAfter: number | undefined;
  /** ms from opening the page until a voice was heard. */
  voiceAfter: number | undefined;
  /** Positions of the video, many times a second. */
  looks: Look[];
  /** When a text, or the label of an element, first appeared in the page. */
  shown: Record<string, number>;
  /** When a text was sent by the Enter key. */
  written: Record<string, number>;
  /** When the last WebSocket was open. */
  connectedAt: number;
}

/** Runs in a page before its own scripts. */
export function takeNotes(): void {
  /** ms between two samples of the video. */
  const LOOK = 50;
  /** Mean energy within some hundredths of a second above which there was sound: the fake microphones beep. */
  const HEARD = 1e-4;
  const notes: Notes = {
    pictureAfter: undefined,
    voiceAfter: undefined,
    looks: [],
    shown: {},
    written: {},
    connectedAt: 0,
  };
  globalThis.dayNotes = notes;

  const note = (text: string | null): void => {
    const words = text?.trim();
    if (words) notes.shown[words] ??= Date.now();
  };
  const noteAll = (node: Node): void => {
    if (node instanceof Text) note(node.data);
    if (node instanceof Element) note(node.getAttribute('aria-label'));
    for (const child of node.childNodes) noteAll(child);
  };
  new MutationObserver((changes) => {
    for (const { type, target, addedNodes } of changes) {
      if (type === 'childList') for (const node of addedNodes) noteAll(node);
      else if (target instanceof Text) note(target.data);
      else if (target instanceof Element) note(target.getAttribute('aria-label'));
    }
  }).observe(document, {
    subtree: true,
    childList: true,
    characterData: true,
    attributeFilter: ['aria-label'],
  });
  addEventListener(
    'keydown',
    ({ key, target }) => {
      if (key === 'Enter' && target instanceof HTMLTextAreaElement) notes.written[target.value] = Date.now();
    },
    true,
  );

  // Media events do not bubble up, but they can be captured on their way down.
  document.addEventListener(
    'loadstart',
    ({ target }) => {
      if (target instanceof HTMLVideoElement) {
        target.requestVideoFrameCallback((now) => {
          notes.pictureAfter ??= now;
        });
      }
    },
    true,
  );
  setInterval(() => {
    const video = document.querySelector('video');
    if (video) notes.looks.push({ at: Date.now(), position: video.currentTime });
  }, LOOK);

  let context: AudioContext | undefined;
  const listenTo = (stream: MediaStream): void => {
    context ??= new AudioContext();
    const analyser = context.createAnalyser();
    const source = context.createMediaStreamSource(stream);
    source.connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    const timer = setInterval(() => {
      analyser.getFloatTimeDomainData(samples);
      const energy = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
      if (energy > HEARD) notes.voiceAfter ??= performance.now();
      if (notes.voiceAfter === undefined) return;
      clearInterval(timer);
      source.disconnect();
    }, 10);
  };
  const { play } = HTMLMediaElement.prototype;
  HTMLMediaElement.prototype.play = function () {
    const stream = this.srcObject;
    const speaks = stream instanceof MediaStream && stream.getAudioTracks().length > 0;
    if (speaks && notes.voiceAfter === undefined) listenTo(stream);
    return play.call(this);
  };

  globalThis.WebSocket = class extends WebSocket {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols);
      this.addEventListener('open', () => {
        notes.connectedAt = Date.now();
      });
    }
  };
}
