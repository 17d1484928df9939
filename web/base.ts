/**
 * The address below which this server's pages, files and endpoints are: `https://host/`, or `https://host/lectern/`
 * if a proxy serves them under a path. The server writes it into `<base>`, relative to the page.
 */
export const base = new URL('.', document.baseURI);

/** The address of one of this server's endpoints, such as `ws` or `api/rooms`. */
export const addressOf = (path: string): URL => new URL(path, base);

/** The address of a video file of a playlist. A path from the top, such as `/media/sample.mp4`, is of this server. */
export function addressOfFile(written: string): URL {
  const ofServer = /^\/(?!\/)/.test(written) && !written.startsWith(base.pathname);
  return addressOf(ofServer ? written.slice(1) : written);
}
