import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createSecureContext, type SecureVersion } from 'node:tls';
import { OptionsError } from '../options.js';

/** A certificate chain with its private key. */
export interface KeyPair {
  /** PEM: the leaf certificate first, then the intermediate certificates. */
  cert: string;
  /** PEM of the private key. */
  key: string;
  /** The server's own certificate, the first in `cert`. */
  leaf: X509Certificate;
}

/** Oldest accepted TLS version. Older ones are insecure, and browsers reject them. */
export const MIN_VERSION: SecureVersion = 'TLSv1.2';

/**
 * Reads a certificate and its private key.
 * @param files paths of PEM files
 * @throws OptionsError that names the invalid file, the reason and a remedy
 */
export function readKeyPair(files: { cert: string; key: string }): KeyPair {
  const cert = read('cert', files.cert);
  const key = read('key', files.key);
  const leaf = parseCertificate(cert, files.cert);
  if (!leaf.checkPrivateKey(parseKey(key, files.key))) {
    throw new OptionsError(
      `key: '${files.key}' is not the key of the first certificate in '${files.cert}' (${leaf.subject.replaceAll('\n', ', ')}); ` +
        'use a matching pair, and put the server certificate before those of the authorities',
    );
  }
  try {
    createSecureContext({ cert, key, minVersion: MIN_VERSION });
  } catch (error) {
    throw new OptionsError(`cert: '${files.cert}' cannot be used for TLS: ${(error as Error).message}`);
  }
  return { cert, key, leaf };
}

function read(option: 'cert' | 'key', path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    throw new OptionsError(`${option}: cannot read '${path}': ${readErrors[code] ?? code}`);
  }
}

const readErrors: Record<string, string> = {
  ENOENT: 'file not found',
  EACCES: 'this user lacks the permission; let the group of the server read it',
  EISDIR: 'it is a folder',
};

function parseCertificate(pem: string, path: string): X509Certificate {
  try {
    return new X509Certificate(pem);
  } catch {
    throw new OptionsError(
      `cert: '${path}' contains no certificate in PEM format (-----BEGIN CERTIFICATE-----)`,
    );
  }
}

function parseKey(pem: string, path: string): KeyObject {
  if (/BEGIN ENCRYPTED PRIVATE KEY|Proc-Type: 4,ENCRYPTED/.test(pem)) {
    throw new OptionsError(
      `key: '${path}' is protected by a passphrase; remove it with: openssl pkey -in '${path}' -out unlocked.pem`,
    );
  }
  try {
    return createPrivateKey(pem);
  } catch {
    throw new OptionsError(
      `key: '${path}' contains no private key in PEM format (-----BEGIN PRIVATE KEY-----)`,
    );
  }
}
