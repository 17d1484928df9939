import { createHmac, randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { LRUCache } from 'lru-cache';
import { Refusal } from '../protocol/errors.js';
import { Semaphore } from '../util/semaphore.js';

const derive = promisify<string, Buffer, number, ScryptOptions, Buffer>(scrypt);

/** 16 MiB and about 0.2 s of one core: of the equivalent settings of OWASP's Password Storage Cheat Sheet that with the least memory but one. */
const COST = { N: 2 ** 14, r: 8, p: 5 };
const SALT_BYTES = 16;
const HASH_BYTES = 32;

/** So many are worked out at a time: the threads for it are also those for files and names. */
const AT_ONCE = 2;
/** ms that one waits for its turn. */
const PATIENCE = 10_000;

/** Hashes of passwords (scrypt), such as `scrypt$16384$8$5$<salt>$<hash>`. */
export class Passwords {
  private readonly semaphore = new Semaphore(AT_ONCE);
  /** Of each hash that a password has fitted, a digest of that password: a whole class is not worked out one by one. */
  private readonly fitting = new LRUCache<string, Buffer>({ max: 1000 });
  private readonly key = randomBytes(32);

  /** @throws Refusal unavailable */
  async hash(password: string): Promise<string> {
    const salt = randomBytes(SALT_BYTES);
    const hash = await this.derive(password, salt, COST);
    const { N, r, p } = COST;
    return ['scrypt', N, r, p, salt.toString('base64url'), hash.toString('base64url')].join('$');
  }

  /** @throws Refusal unavailable */
  async fits(password: string, kept: string): Promise<boolean> {
    const digest = createHmac('sha256', this.key).update(password).digest();
    const before = this.fitting.get(kept);
    if (before && timingSafeEqual(before, digest)) return true;
    const [, N, r, p, salt = '', hash = ''] = kept.split('$');
    const cost = { N: Number(N), r: Number(r), p: Number(p) };
    const expected = Buffer.from(hash, 'base64url');
    const given = await this.derive(password, Buffer.from(salt, 'base64url'), cost);
    const fits = timingSafeEqual(given, expected);
    if (fits) this.fitting.set(kept, digest);
    return fits;
  }

  private async derive(password: string, salt: Buffer, cost: typeof COST): Promise<Buffer> {
    if (!(await this.semaphore.acquire(AbortSignal.timeout(PATIENCE)))) {
      throw new Refusal('unavailable', 'too many passwords are being looked at; try again in a moment');
    }
    try {
      // The same letters can be written in several ways.
      return await derive(password.normalize('NFC'), salt, HASH_BYTES, cost);
    } finally {
      this.semaphore.release();
    }
  }
}
