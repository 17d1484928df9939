/** The loaded style sheets by address. Each contains everything that its pages need; one is active at a time. */
const loaded = new Map<string, HTMLLinkElement>();
for (const link of document.querySelectorAll<HTMLLinkElement>('link[rel=stylesheet]'))
  loaded.set(link.href, link);

/** Whether the style sheet can be used. */
export const stylesLoaded = (address: string): boolean => loaded.has(address);

/** Loads a style sheet without using it. Rejects if it cannot be loaded. */
export async function loadStyles(address: string): Promise<void> {
  if (loaded.has(address)) return;
  const link = document.createElement('link');
  link.rel = 'stylesheet';
  link.href = address;
  link.media = UNUSED;
  await new Promise((resolve, reject) => {
    link.onload = resolve;
    link.onerror = () => {
      link.remove();
      reject(new Error(`the style sheet ${address} could not be loaded`));
    };
    document.head.append(link);
  });
  loaded.set(address, link);
}

/** Activates a loaded style sheet instead of the current one. */
export function useStyles(address: string): void {
  for (const [each, link] of loaded) link.media = each === address ? 'all' : UNUSED;
}

const UNUSED = 'not all';
