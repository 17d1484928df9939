import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { build } from 'esbuild';
import t, { type Test } from 'tap';
import { type Family, keyOf, load, root, type Side } from '../../schemas/generators/load.js';
import { pascal } from '../../schemas/generators/validators.js';
import { launchChromium } from '../helpers/chromium.js';

interface Case {
  validator: string;
  valid: boolean;
  data?: unknown;
}

interface Report {
  /** Result of each case's validator. */
  verdicts: boolean[];
  /** Names of the errors that eval and new Function threw; undefined if they ran. */
  evalError?: string;
  functionError?: string;
}

/** Runs in the page: validates every case with the bundled validators, and tries to compile text. */
const pageSource = `
import * as both from './schemas/dist/generated/validators.js';
import * as relayed from './schemas/dist/generated/relayed-validators.js';
import * as client from './schemas/dist/generated/client-validators.js';
import * as dropping from './schemas/dist/generated/dropping-validators.js';
import * as server from './schemas/dist/generated/server-validators.js';
const validators = { ...both, ...relayed, ...client, ...dropping, ...server };
const cases = await (await fetch('/cases.json')).json();
const verdicts = cases.map(({ validator, data }) => validators[validator](data));
const errorOf = (action) => { try { action(); } catch (error) { return error.name; } };
const evalError = errorOf(() => (0, eval)('1 + 1'));
const functionError = errorOf(() => new Function('return 1'));
await fetch('/report', { method: 'POST', body: JSON.stringify({ verdicts, evalError, functionError }) });
`;

function casesOf(family: Family): Case[] {
  return Object.entries(family.messages).flatMap(([type, { client, server }]) => {
    const of = (prefix: string, side: Side | 'same' | undefined): Case[] => {
      // The validator does not check the size of the whole payload.
      if (typeof side !== 'object' || !side.data || 'max_data_bytes' in side) return [];
      const validator = `${prefix}${pascal(keyOf(family, type))}`;
      return [
        ...side.valid
          .filter(({ data }) => data !== undefined)
          .map((example) => ({ validator, valid: true, ...example })),
        ...side.invalid.map((example) => ({ validator, valid: false, ...example })),
      ];
    };
    return [...of('client', client), ...of('server', server)];
  });
}

const { families } = await load();
const cases: Case[] = [
  { validator: 'envelope', valid: true, data: { type: 'ping' } },
  { validator: 'envelope', valid: false, data: { type: 7 } },
  ...families.flatMap(casesOf),
];

const bundle = await build({
  stdin: { contents: pageSource, resolveDir: new URL('.', root).pathname, loader: 'js' },
  bundle: true,
  format: 'esm',
  platform: 'browser',
  write: false,
});
const script = bundle.outputFiles[0]?.text ?? '';

const browser = await launchChromium(t);

/** Opens the page under a policy and returns what it reports. */
async function reportUnder(t: Test, policy: string | undefined): Promise<Report> {
  const files: Record<string, [string, string]> = {
    '/': ['text/html', '<!doctype html><script type="module" src="/page.js"></script>'],
    '/page.js': ['text/javascript', script],
    '/cases.json': ['application/json', JSON.stringify(cases)],
  };
  const server = createServer();
  const reported = new Promise<Report>((resolve) => {
    server.on('request', async (request, response) => {
      if (request.url === '/report') {
        const chunks: Buffer[] = await request.toArray();
        response.end();
        resolve(JSON.parse(String(Buffer.concat(chunks))));
        return;
      }
      const [type, body] = files[request.url ?? ''] ?? ['text/plain', ''];
      if (policy) response.setHeader('Content-Security-Policy', policy);
      response.setHeader('Content-Type', type);
      response.end(body);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const page = await browser.newPage();
  t.teardown(async () => {
    await page.close();
    server.closeAllConnections();
    server.close();
  });
  const failed = new Promise<never>((_, reject) => page.on('pageerror', reject));
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  return Promise.race([reported, failed]);
}

t.test('under a policy without eval the validators work, and eval does not', async (t) => {
  const report = await reportUnder(t, "default-src 'self'; script-src 'self'");
  t.equal(report.verdicts.length, cases.length);
  cases.forEach(({ validator, valid, data }, i) => {
    const words = JSON.stringify(data)?.slice(0, 80);
    t.equal(report.verdicts[i], valid, `${validator} ${valid ? 'accepts' : 'refuses'} ${words}`);
  });
  t.equal(report.evalError, 'EvalError');
  t.equal(report.functionError, 'EvalError');
});

t.test('the policy is what forbids eval', async (t) => {
  const report = await reportUnder(t, undefined);
  t.equal(report.evalError, undefined);
  t.equal(report.functionError, undefined);
});
