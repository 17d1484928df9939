import { lookup } from 'node:dns/promises';

/** All addresses of a name, or the address itself. Rejects with the system's error, or ETIMEDOUT after `timeout` ms. */
export async function lookupAll(host: string, timeout: number): Promise<string[]> {
  let timer: NodeJS.Timeout | undefined;
  const overdue = new Promise<never>((_, reject) => {
    const late = (): void => reject(Object.assign(new Error('no answer'), { code: 'ETIMEDOUT' }));
    timer = setTimeout(late, timeout);
  });
  try {
    const found = await Promise.race([lookup(host, { all: true }), overdue]);
    return found.map(({ address }) => address);
  } finally {
    clearTimeout(timer);
  }
}
