import { createHmac, randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { LRUCache } from 'lru-cache';
import type { HashQueue, Requester } from './hash-queue.js';

const derive = promisify<string, Buffer, number, ScryptOptions, Buffer>(scrypt);

/**
 * Uses 16 MiB and about 0.2 s of one core. OWASP's Password Storage Cheat Sheet lists several equivalent settings; this
 * one has the second lowest memory usage.
 */
const COST = { N: 2 ** 14, r: 8, p: 5 };
const SALT_BYTES = 16;
const HASH_BYTES = 32;

/** Password hashes (scrypt) in the form `scrypt$16384$8$5$<salt>$<hash>`. */
export class Passwords {
  /**
   * Digests of known passwords by their hash. The password of a whole class is only hashed once, and guesses of a known
   * password are not hashed.
   */
  private readonly known = new LRUCache<string, Buffer>({ max: 1000 });
  private readonly key = randomBytes(32);

  constructor(private readonly queue: Pick<HashQueue, 'run'>) {}

  /** @throws Refusal rate-limited, unavailable */
  async hash(password: string, by: Requester): Promise<string> {
    const salt = randomBytes(SALT_BYTES);
    const hash = await this.derive(password, salt, COST, by);
    const { N, r, p } = COST;
    const kept = ['scrypt', N, r, p, salt.toString('base64url'), hash.toString('base64url')].join('$');
    this.known.set(kept, this.digest(password));
    return kept;
  }

  /** @throws Refusal rate-limited, unavailable */
  async fits(password: string, kept: string, by: Requester): Promise<boolean> {
    const digest = this.digest(password);
    const known = this.known.get(kept);
    if (known) return timingSafeEqual(known, digest);
    const [, N, r, p, salt = '', hash = ''] = kept.split('$');
    const cost = { N: Number(N), r: Number(r), p: Number(p) };
    const expected = Buffer.from(hash, 'base64url');
    const given = await this.derive(password, Buffer.from(salt, 'base64url'), cost, by);
    const fits = timingSafeEqual(given, expected);
    if (fits) this.known.set(kept, digest);
    return fits;
  }

  private digest(password: string): Buffer {
    return createHmac('sha256', this.key).update(normal(password)).digest();
  }

  private derive(password: string, salt: Buffer, cost: typeof COST, by: Requester): Promise<Buffer> {
    return this.queue.run(by, () => derive(normal(password), salt, HASH_BYTES, cost));
  }
}

/** The same characters can have several encodings. */
const normal = (password: string): string => password.normalize('NFC');
