import { readFileSync } from 'node:fs';
import { OptionsError } from '../server/options-error.js';
import { Load, type LoadOptions } from './bench/load.js';
import { isFlawless, printJson, printReport } from './bench/report.js';
import { ExplainedError } from './explained-error.js';
import { print, printProblem } from './print.js';
import { handshake } from './tls.js';
import { type SigningFlags, signedTokens, type TokenSource } from './token-source.js';
import { parseServerUrl, serverUrl } from './url.js';

/** As typed by the user. */
export interface BenchFlags extends LoadOptions, SigningFlags {
  tokens?: string;
  fingerprint?: string;
  json?: true;
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

/** Returns tokens from a file, or signs them. @throws OptionsError */
function tokenSource(flags: BenchFlags): TokenSource {
  if (flags.tokens === undefined) return signedTokens(flags, 'bench', 'pass a file with tokens by --tokens');
  const tokens = readTokens(flags.tokens);
  return async (client) => tokens[client % tokens.length] ?? '';
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
