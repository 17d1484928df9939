// Recordings as they are sent: base64 of a file in a format of the browser.

/** The formats that browsers record, by their first bytes. */
const kinds: readonly [type: string, at: number, bytes: readonly number[]][] = [
  ['audio/webm', 0, [0x1a, 0x45, 0xdf, 0xa3]],
  ['audio/ogg', 0, [0x4f, 0x67, 0x67, 0x53]],
  ['audio/mp4', 4, [0x66, 0x74, 0x79, 0x70]],
];

function typeOf(bytes: Uint8Array): string {
  const found = kinds.find(([, at, start]) => start.every((byte, index) => bytes[at + index] === byte));
  return found?.[0] ?? 'audio/mpeg';
}

/** Returns the file that base64 contains, with its type. */
export function blobOf(base64: string): Blob {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  return new Blob([bytes], { type: typeOf(bytes) });
}

export async function base64Of(blob: Blob): Promise<string> {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  let text = '';
  // Converted in chunks, since the number of arguments of a function is limited.
  for (let i = 0; i < bytes.length; i += 32_768) {
    text += String.fromCharCode(...bytes.subarray(i, i + 32_768));
  }
  return btoa(text);
}

/** Returns the duration in seconds. Recordings do not contain it, so it is determined by decoding. */
export async function durationOf(blob: Blob): Promise<number | undefined> {
  try {
    const context = new OfflineAudioContext(1, 1, 48_000);
    return (await context.decodeAudioData(await blob.arrayBuffer())).duration;
  } catch {
    return undefined;
  }
}
