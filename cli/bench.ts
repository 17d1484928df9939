import { readFileSync } from 'node:fs';
import { signToken } from '../server/identity/tokens.js';
import { OptionsError, resolveOptions } from '../server/options.js';
import { Load, type LoadOptions, type TokenSource } from './bench/load.js';
import { isFlawless, printJson, printReport } from './bench/report.js';
import { ExplainedError } from './explained-error.js';
import { print, printProblem } from './print.js';
import { handshake } from './tls.js';
import { parseServerUrl, serverUrl } from './url.js';

/** As typed by the user. */
export interface BenchFlags extends LoadOptions {
  tokens?: string;
  fingerprint?: string;
  json?: true;
  config?: string;
  tokenSecret?: string;
  tokenAudience?: string;
  tokenIssuer?: string;
}

/** The command `lectern bench`: resolves with its exit code. */
export async function bench(address: string, flags: BenchFlags): Promise<number> {
  try {
    const base = serverUrl(parseServerUrl(address));
    const { fingerprint, timeout, json } = flags;
    const trust = fingerprint ? (await handshake(base, timeout * 1000, fingerprint)).trust : {};
    const load = new Load(base, trust, flags, tokenSource(flags));
    if (!json) print(`Opening ${flags.rooms * flags.people} connections to ${base.href}`);
    await load.open();
    // A second Ctrl-C finds no listener and ends the process.
    process.once('SIGINT', () => load.stop());
    const result = await load.run();
    if (json) printJson(base, flags, result);
    else printReport(flags, result);
    return isFlawless(result) ? 0 : 1;
  } catch (error) {
    if (error instanceof OptionsError) process.stderr.write(`lectern: ${error.message}\n`);
    else if (error instanceof ExplainedError) printProblem(error);
    else throw error;
    return 2;
  }
}

/** Lifetime of a signed token in seconds: longer than any load. */
const LIFETIME = 86_400;

/**
 * Returns tokens from a file, or signs them; undefined if there is neither a file nor a secret.
 * @throws OptionsError
 */
function tokenSource(flags: BenchFlags): TokenSource | undefined {
  const { config, tokenSecret, tokenAudience, tokenIssuer } = flags;
  if (flags.tokens !== undefined) {
    const tokens = readTokens(flags.tokens);
    return async (client) => tokens[client % tokens.length] ?? '';
  }
  const given = { tokenSecret, tokenAudience, tokenIssuer };
  const options = resolveOptions({ flags: given, env: process.env, file: config });
  if (options.tokenSecret === '') return undefined;
  return async (client) => {
    const user = `bench-${client}`;
    const request = { sub: user, name: user, grants: { rooms: ['*'] }, ttl: LIFETIME };
    return (await signToken(options, request)).token;
  };
}

function readTokens(file: string): string[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new OptionsError(`--tokens: could not read ${file}: ${(error as Error).message}`);
  }
  const tokens = text.split(/\s+/).filter((token) => token !== '');
  if (tokens.length === 0) throw new OptionsError(`--tokens: ${file} contains no tokens`);
  return tokens;
}
