import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createSecureContext, type SecureVersion } from 'node:tls';
import { OptionsError } from '../options.js';

/** What a server shows to prove who it is, and the secret that goes with it. */
export interface KeyPair {
  /** PEM: the server's own certificate first, then those that link it to an authority. */
  cert: string;
  /** PEM */
  key: string;
  /** The server's own certificate. */
  own: X509Certificate;
}

/** What is older has been broken, and browsers refuse it too. */
export const minVersion: SecureVersion = 'TLSv1.2';

/**
 * Reads a certificate and its key.
 * @param files paths of PEM files
 * @throws OptionsError that says what is wrong with which file, and what to do
 */
export function readKeyPair(files: { cert: string; key: string }): KeyPair {
  const cert = read('cert', files.cert);
  const key = read('key', files.key);
  const own = parseCertificate(cert, files.cert);
  if (!own.checkPrivateKey(parseKey(key, files.key))) {
    throw new OptionsError(
      `key: '${files.key}' is not the key of the first certificate in '${files.cert}' (${own.subject.replaceAll('\n', ', ')}); ` +
        'take both from one issue, and put the own certificate before those of the authorities',
    );
  }
  try {
    createSecureContext({ cert, key, minVersion });
  } catch (error) {
    throw new OptionsError(`cert: '${files.cert}' cannot be used for TLS: ${(error as Error).message}`);
  }
  return { cert, key, own };
}

function read(option: 'cert' | 'key', path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    throw new OptionsError(`${option}: cannot read '${path}': ${reasons[code] ?? code}`);
  }
}

const reasons: Record<string, string> = {
  ENOENT: 'there is no such file',
  EACCES: 'this user may not; let the group of the server read it',
  EISDIR: 'it is a folder',
};

function parseCertificate(pem: string, path: string): X509Certificate {
  try {
    return new X509Certificate(pem);
  } catch {
    throw new OptionsError(`cert: '${path}' holds no certificate in PEM (-----BEGIN CERTIFICATE-----)`);
  }
}

function parseKey(pem: string, path: string): KeyObject {
  if (/BEGIN ENCRYPTED PRIVATE KEY|Proc-Type: 4,ENCRYPTED/.test(pem)) {
    throw new OptionsError(
      `key: '${path}' is locked with a passphrase; unlock it with: openssl pkey -in '${path}' -out unlocked.pem`,
    );
  }
  try {
    return createPrivateKey(pem);
  } catch {
    throw new OptionsError(`key: '${path}' holds no private key in PEM (-----BEGIN PRIVATE KEY-----)`);
  }
}
