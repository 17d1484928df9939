import { createPrivateKey, X509Certificate } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { Options } from 'lectern-protocol/options';
import { isAnyHost, networkAddresses } from '../network-addresses.js';
import { OptionsError } from '../options.js';
import type { KeyPair } from './key-pair.js';

const DAY = 24 * 60 * 60 * 1000;
/** Validity in ms. Apple's systems reject certificates that are valid for more than 825 days. */
const LIFETIME = 397 * DAY;
/** Remaining validity in ms below which a new certificate is created. */
const RENEW_BEFORE = 30 * DAY;
/** Start of the validity before now in ms, for clients whose clock is slow. */
const BACKDATED = DAY;

/**
 * Returns the self-signed certificate in the data folder. Creates a new one if there is none, if it expires soon, or if it
 * lacks a name under which the server can be reached.
 * @throws OptionsError if the certificate cannot be stored
 */
export async function loadSelfSigned({ data, host }: Pick<Options, 'data' | 'host'>): Promise<KeyPair> {
  const files = { cert: join(data, 'self-signed-cert.pem'), key: join(data, 'self-signed-key.pem') };
  const names = namesFor(host);
  const stored = readStored(files);
  if (stored && isFresh(stored.leaf) && names.every((name) => covers(stored.leaf, name))) return stored;
  const created = await createKeyPair(names);
  try {
    mkdirSync(data, { recursive: true, mode: 0o700 });
    replace(files.key, created.key, 0o600);
    replace(files.cert, created.cert, 0o644);
  } catch (error) {
    throw new OptionsError(`data: the folder '${data}' cannot be used: ${(error as Error).message}`);
  }
  return created;
}

/** Returns the names and addresses under which a server that listens on a host can be reached. */
function namesFor(host: string): string[] {
  const others = isAnyHost(host) ? [hostname(), ...networkAddresses(host)] : [host];
  return [...new Set(['localhost', '127.0.0.1', '::1', ...others])];
}

function readStored(files: { cert: string; key: string }): KeyPair | undefined {
  try {
    const cert = readFileSync(files.cert, 'utf8');
    const key = readFileSync(files.key, 'utf8');
    const leaf = new X509Certificate(cert);
    return leaf.checkPrivateKey(createPrivateKey(key)) ? { cert, key, leaf } : undefined;
  } catch {
    // If a file is missing or damaged, a new pair is created.
    return undefined;
  }
}

const isFresh = ({ validTo }: X509Certificate): boolean => Date.parse(validTo) - Date.now() > RENEW_BEFORE;

const covers = (certificate: X509Certificate, name: string): boolean =>
  (isIP(name) ? certificate.checkIP(name) : certificate.checkHost(name)) !== undefined;

async function createKeyPair(names: string[]): Promise<KeyPair> {
  // Loaded on demand, since few servers need it and loading takes time.
  const { generate } = await import('selfsigned');
  const now = Date.now();
  const { cert, private: key } = await generate([{ name: 'commonName', value: 'Lectern' }], {
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
    notBeforeDate: new Date(now - BACKDATED),
    notAfterDate: new Date(now - BACKDATED + LIFETIME),
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: names.map((name) => (isIP(name) ? { type: 7, ip: name } : { type: 2, value: name })),
      },
    ],
  });
  return { cert: `${cert}\n`, key: `${key}\n`, leaf: new X509Certificate(cert) };
}

/** Replaces a file atomically. The new file has the given mode, regardless of the old one. */
function replace(path: string, text: string, mode: number): void {
  const beside = `${path}.new`;
  rmSync(beside, { force: true });
  writeFileSync(beside, text, { mode });
  renameSync(beside, path);
}
