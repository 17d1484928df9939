import { OptionsError } from '../server/options-error.js';
import { type Check, Checklist } from './checklist.js';
import { ExplainedError } from './explained-error.js';
import { print, printProblem } from './print.js';
import type { Access } from './probe/access.js';
import { probeIce } from './probe/ice.js';
import { probeNetwork } from './probe/network.js';
import { probeNodes } from './probe/nodes.js';
import { probeSignaling } from './probe/signaling.js';
import { type ProbeResult, printCheck, printJson, printVerdict } from './probe-report.js';
import { type SigningFlags, signedTokens, type TokenSource, tokenFromEnvironment } from './token-source.js';
import { parseServerUrl, serverUrl } from './url.js';

export interface ProbeOptions extends SigningFlags {
  /** Timeout of each check in seconds. */
  timeout: number;
  /** Print the last line only. */
  quiet?: true;
  json?: true;
  /** SHA-256 of the accepted certificate, as `AB:CD:…`. */
  fingerprint?: string;
  /** Token with which all clients of the probe log in. */
  token?: string;
}

const exitCodes: Record<ProbeResult, number> = { ok: 0, failed: 1, 'no-connection': 2 };

/**
 * The command `lectern probe`: resolves with its exit code.
 * @param nodes addresses of other nodes of the same cluster
 */
export async function probe(address: string, nodes: readonly string[], flags: ProbeOptions): Promise<number> {
  const { timeout, quiet, json, fingerprint } = flags;
  let base: URL;
  let others: URL[];
  let tokens: TokenSource;
  try {
    [base, ...others] = [address, ...nodes].map((each) => serverUrl(parseServerUrl(each))) as [URL, ...URL[]];
    tokens = tokenSource(flags);
  } catch (error) {
    if (error instanceof OptionsError) process.stderr.write(`lectern: ${error.message}\n`);
    else if (error instanceof ExplainedError) printProblem(error);
    else throw error;
    return exitCodes['no-connection'];
  }
  const silent = (_: Check): void => {};
  const list = new Checklist(timeout * 1000, quiet || json ? silent : printCheck);
  if (!quiet && !json) print(`Probing ${base.href}\n`);
  const began = performance.now();
  const result = await walk(list, base, others, fingerprint, tokens);
  const time = performance.now() - began;
  if (json) printJson(base, result, list, time);
  else {
    if (!quiet) print('');
    printVerdict(base, result, list, time);
  }
  return exitCodes[result];
}

/** Returns the given token for all clients, or signs one for each. @throws OptionsError */
function tokenSource(flags: ProbeOptions): TokenSource {
  const token = flags.token ?? tokenFromEnvironment();
  if (token !== undefined) return async () => token;
  return signedTokens(flags, 'probe', 'pass a token by LECTERN_TOKEN, LECTERN_TOKEN_FILE or --token');
}

/** From the outer layer to the inner ones: if a layer fails, those behind it are not tested. */
async function walk(
  list: Checklist,
  base: URL,
  others: readonly URL[],
  fingerprint: string | undefined,
  tokens: TokenSource,
): Promise<ProbeResult> {
  const trust = await probeNetwork(list, base, fingerprint);
  if (!trust) return 'no-connection';
  const access: Access = { trust, tokens };
  const iceServers = await probeSignaling(list, base, access);
  if (typeof iceServers === 'string') return iceServers;
  await probeNodes(list, base, others, access);
  await probeIce(list, iceServers);
  return list.with('failed').length > 0 ? 'failed' : 'ok';
}
