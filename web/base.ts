/**
 * The address below which this server's pages, files and endpoints are: `https://host/`, or `https://host/lectern/`
 * if a proxy serves them under a path. The server writes it into `<base>`, relative to the page.
 */
export const base = new URL('.', document.baseURI);

/** Returns the address of one of this server's endpoints, for example `ws` or `api/rooms`. */
export const addressOf = (path: string): URL => new URL(path, base);

/**
 * Returns the address of a video file of a playlist. An absolute path, for example `/media/sample.mp4`, is on this
 * server.
 */
export function addressOfFile(written: string): URL {
  const ofServer = /^\/(?!\/)/.test(written) && !written.startsWith(base.pathname);
  return addressOf(ofServer ? written.slice(1) : written);
}
