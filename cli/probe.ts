import { type Check, Checklist } from './checklist.js';
import { ExplainedError } from './explained-error.js';
import { print, printProblem } from './print.js';
import { probeIce } from './probe/ice.js';
import { probeNetwork } from './probe/network.js';
import { probeNodes } from './probe/nodes.js';
import { probeSignaling } from './probe/signaling.js';
import { type ProbeResult, printCheck, printJson, printVerdict } from './probe-report.js';
import { parseServerUrl, serverUrl } from './url.js';

export interface ProbeOptions {
  /** Timeout of each check in seconds. */
  timeout: number;
  /** Print the last line only. */
  quiet?: true;
  json?: true;
  /** SHA-256 of the accepted certificate, as `AB:CD:…`. */
  fingerprint?: string;
}

const exitCodes: Record<ProbeResult, number> = { ok: 0, failed: 1, 'no-connection': 2 };

/**
 * The command `lectern probe`: resolves with its exit code.
 * @param nodes addresses of other nodes of the same cluster
 */
export async function probe(
  address: string,
  nodes: readonly string[],
  { timeout, quiet, json, fingerprint }: ProbeOptions,
): Promise<number> {
  let base: URL;
  let others: URL[];
  try {
    [base, ...others] = [address, ...nodes].map((each) => serverUrl(parseServerUrl(each))) as [URL, ...URL[]];
  } catch (error) {
    if (!(error instanceof ExplainedError)) throw error;
    printProblem(error);
    return exitCodes['no-connection'];
  }
  const silent = (_: Check): void => {};
  const list = new Checklist(timeout * 1000, quiet || json ? silent : printCheck);
  if (!quiet && !json) print(`Probing ${base.href}\n`);
  const began = performance.now();
  const result = await walk(list, base, others, fingerprint);
  const time = performance.now() - began;
  if (json) printJson(base, result, list, time);
  else {
    if (!quiet) print('');
    printVerdict(base, result, list, time);
  }
  return exitCodes[result];
}

/** From the outer layer to the inner ones: if a layer fails, those behind it are not tested. */
async function walk(
  list: Checklist,
  base: URL,
  others: readonly URL[],
  fingerprint: string | undefined,
): Promise<ProbeResult> {
  const trust = await probeNetwork(list, base, fingerprint);
  if (!trust) return 'no-connection';
  const iceServers = await probeSignaling(list, base, trust);
  if (!iceServers) return 'no-connection';
  await probeNodes(list, base, others, trust);
  await probeIce(list, iceServers);
  return list.with('failed').length > 0 ? 'failed' : 'ok';
}
