import { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import { generate } from 'selfsigned';

export interface Issued {
  /** PEM. Signed by an authority, it does not include the authority's certificate. */
  cert: string;
  /** PEM */
  key: string;
  /** SHA-256 as `AB:CD:…`. */
  fingerprint: string;
}

export interface Wish {
  names?: string[];
  /** Signs the certificate; by default it is self-signed. */
  authority?: Issued;
  from?: Date;
  to?: Date;
  /** Encrypts the key. */
  passphrase?: string;
}

const day = 24 * 60 * 60 * 1000;

/** An authority that the tests trust. */
export function authority(): Promise<Issued> {
  return issue('Authority for tests', [
    { name: 'basicConstraints', cA: true, critical: true },
    { name: 'keyUsage', keyCertSign: true, critical: true },
  ]);
}

/** A server's certificate, by default for localhost and valid from yesterday to tomorrow. */
export function certificate({ names = ['localhost', '127.0.0.1'], ...wish }: Wish = {}): Promise<Issued> {
  const altNames = names.map((name) =>
    isIP(name) ? { type: 7 as const, ip: name } : { type: 2 as const, value: name },
  );
  return issue(
    names[0] ?? 'server',
    [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      { name: 'subjectAltName', altNames },
    ],
    wish,
  );
}

type Extensions = NonNullable<NonNullable<Parameters<typeof generate>[1]>['extensions']>;

async function issue(name: string, extensions: Extensions, wish: Wish = {}): Promise<Issued> {
  const { authority, passphrase } = wish;
  const { cert, private: key } = await generate([{ name: 'commonName', value: name }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notBeforeDate: wish.from ?? new Date(Date.now() - day),
    notAfterDate: wish.to ?? new Date(Date.now() + day),
    extensions,
    ...(authority && { ca: { cert: authority.cert, key: authority.key } }),
    ...(passphrase === undefined ? {} : { passphrase }),
  });
  return { cert, key, fingerprint: new X509Certificate(cert).fingerprint256 };
}
