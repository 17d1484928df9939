import { createPrivateKey, X509Certificate } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { Options } from 'lectern-protocol/options';
import { isAnyHost, networkAddresses } from '../network-addresses.js';
import { OptionsError } from '../options.js';
import type { KeyPair } from './key-pair.js';

const day = 24 * 60 * 60 * 1000;
/** Apple's systems take none that holds for more than 825 days. */
const lifetime = 397 * day;
/** One that ends sooner than this is made anew. */
const rest = 30 * day;
/** So that a client whose clock is a little late takes it too. */
const backdated = day;

/**
 * The certificate that the server made for itself and keeps in the data folder, or a new one where there is none,
 * where it ends soon, or where it is not for all names under which the server can now be reached.
 * @throws OptionsError where it cannot be kept
 */
export async function selfSigned({ data, host }: Pick<Options, 'data' | 'host'>): Promise<KeyPair> {
  const files = { cert: join(data, 'self-signed-cert.pem'), key: join(data, 'self-signed-key.pem') };
  const names = namesOf(host);
  const kept = keptPair(files);
  if (kept && endsLate(kept.own) && names.every((name) => isFor(kept.own, name))) return kept;
  const made = await make(names);
  try {
    mkdirSync(data, { recursive: true, mode: 0o700 });
    replace(files.key, made.key, 0o600);
    replace(files.cert, made.cert, 0o644);
  } catch (error) {
    throw new OptionsError(`data: the folder '${data}' cannot be used: ${(error as Error).message}`);
  }
  return made;
}

/** Under which names and addresses a server that listens on this host can be reached. */
function namesOf(host: string): string[] {
  const others = isAnyHost(host) ? [hostname(), ...networkAddresses(host)] : [host];
  return [...new Set(['localhost', '127.0.0.1', '::1', ...others])];
}

function keptPair(files: { cert: string; key: string }): KeyPair | undefined {
  try {
    const cert = readFileSync(files.cert, 'utf8');
    const key = readFileSync(files.key, 'utf8');
    const own = new X509Certificate(cert);
    return own.checkPrivateKey(createPrivateKey(key)) ? { cert, key, own } : undefined;
  } catch {
    // Missing or spoilt: it is of no use, and can be made again.
    return undefined;
  }
}

const endsLate = ({ validTo }: X509Certificate): boolean => Date.parse(validTo) - Date.now() > rest;

const isFor = (certificate: X509Certificate, name: string): boolean =>
  (isIP(name) ? certificate.checkIP(name) : certificate.checkHost(name)) !== undefined;

async function make(names: string[]): Promise<KeyPair> {
  // Few servers need it, and it takes its time to load.
  const { generate } = await import('selfsigned');
  const now = Date.now();
  const { cert, private: key } = await generate([{ name: 'commonName', value: 'Lectern' }], {
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
    notBeforeDate: new Date(now - backdated),
    notAfterDate: new Date(now - backdated + lifetime),
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
  return { cert: `${cert}\n`, key: `${key}\n`, own: new X509Certificate(cert) };
}

/** Writes a file whole or not at all, with these rights whatever an older one had. */
function replace(path: string, text: string, mode: number): void {
  const beside = `${path}.new`;
  rmSync(beside, { force: true });
  writeFileSync(beside, text, { mode });
  renameSync(beside, path);
}
