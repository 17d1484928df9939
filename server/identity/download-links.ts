import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { Refusal } from '../protocol/errors.js';

/** Time in ms for which a link is valid: longer than a lecture takes to be played. */
const LIFETIME_MS = 6 * 3_600_000;

/** The file that a link is for, and the user who may download it. */
interface Download {
  fileId: number;
  userId: string;
}

/** Creates and checks the secret part of links at which a user downloads a file, since browsers send no token with them. */
export class DownloadLinks {
  private readonly key: Buffer;

  /** @param secret secret of this server or cluster */
  constructor(secret: string) {
    this.key = Buffer.from(hkdfSync('sha256', secret, '', 'download links', 32));
  }

  write({ fileId, userId }: Download): string {
    const content = Buffer.from(JSON.stringify([fileId, userId, Date.now() + LIFETIME_MS])).toString(
      'base64url',
    );
    return `${content}.${this.sign(content).toString('base64url')}`;
  }

  /** @throws Refusal not-found if the link is forged, or too old */
  read(text: string): Download {
    const [content = '', signature = ''] = text.split('.');
    const given = Buffer.from(signature, 'base64url');
    const expected = this.sign(content);
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) throw invalid();
    const [fileId, userId, until] = JSON.parse(Buffer.from(content, 'base64url').toString());
    if (Date.now() > until) throw invalid();
    return { fileId, userId };
  }

  private sign(content: string): Buffer {
    return createHmac('sha256', this.key).update(content).digest();
  }
}

const invalid = (): Refusal =>
  new Refusal('not-found', 'this link is invalid or has expired; open the list of recordings again');
