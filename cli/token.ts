import { request as tokenRequest } from 'lectern-protocol/token-validators';
import type { TokenRequest } from 'lectern-protocol/tokens';
import { bodyOf } from '../server/http/body.js';
import { signToken } from '../server/identity/tokens.js';
import { OptionsError, resolveOptions } from '../server/options.js';
import { Refusal } from '../server/protocol/errors.js';
import { print } from './print.js';

/** As typed by the user. */
export interface TokenFlags {
  user: string;
  name?: string;
  photo?: string;
  role?: string;
  language?: string;
  room?: string;
  rooms?: string[];
  classes?: string[];
  create?: boolean;
  admin?: boolean;
  /** Seconds. */
  ttl: number;
  once?: boolean;
  /** URL of the server, for the form of OWT clients. */
  owt?: string;
  /** URL of a page, which is printed with the token in it. */
  link?: string;
  config?: string;
  tokenSecret?: string;
  tokenAudience?: string;
  tokenIssuer?: string;
}

/** The command `lectern token`. @returns the exit code */
export async function token(flags: TokenFlags): Promise<number> {
  try {
    const made = await tokenOf(flags);
    print(flags.link === undefined ? made : linkTo(flags.link, made));
    return 0;
  } catch (error) {
    if (!(error instanceof OptionsError) && !(error instanceof Refusal)) throw error;
    process.stderr.write(`lectern: ${explain(error)}\n`);
    return 2;
  }
}

/** @throws OptionsError */
function linkTo(page: string, token: string): string {
  if (!URL.canParse(page))
    throw new OptionsError(`--link: expected a URL such as https://example.org/classes, found '${page}'`);
  return Object.assign(new URL(page), { hash: `token=${token}` }).href;
}

async function tokenOf(flags: TokenFlags): Promise<string> {
  const { config, tokenSecret, tokenAudience, tokenIssuer } = flags;
  const options = resolveOptions({
    flags: { tokenSecret, tokenAudience, tokenIssuer },
    env: process.env,
    file: config,
  });
  if (options.tokenSecret === '') {
    throw new OptionsError(
      "no tokenSecret to sign with: set LECTERN_TOKEN_SECRET, or give the server's file with --config",
    );
  }
  return (await signToken(options, requestOf(flags))).token;
}

/** @throws Refusal bad-data */
function requestOf({
  user,
  photo,
  language,
  rooms,
  classes,
  create,
  admin,
  ...flags
}: TokenFlags): TokenRequest {
  const { name, role, room, ttl, once, owt } = flags;
  const grants = { rooms, classes, create, admin };
  const request = { sub: user, name, picture: photo, role, lang: language, room, grants, ttl, once, owt };
  // JSON leaves undefined members out.
  return bodyOf(tokenRequest, JSON.parse(JSON.stringify(request)));
}

/** The flag of each member of a request. */
const flagOf: [member: string, flag: string][] = [
  ['/sub', '--user'],
  ['/name', '--name'],
  ['/picture', '--photo'],
  ['/role', '--role'],
  ['/lang', '--language'],
  ['/room', '--room'],
  ['/grants/rooms', '--rooms'],
  ['/grants/classes', '--classes'],
  ['/ttl', '--ttl'],
  ['/owt', '--owt'],
];

/** Translates a fault to the names of the command line. */
function explain(error: OptionsError | Refusal): string {
  if (error instanceof OptionsError) return error.message;
  const { pointer = '', expected } = error.details;
  const [, flag] = flagOf.find(([member]) => pointer.startsWith(member)) ?? [];
  return flag === undefined ? error.message : `${flag} must be ${expected}`;
}
