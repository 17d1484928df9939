/**
 * Measures what the client library adds to a page's JavaScript, next to the clients of other systems, and prints it as
 * a Markdown table.
 *     npm run figures:size
 */
import { readFile } from 'node:fs/promises';
import {
  type BundleSize,
  bundleSize,
  clientBundles,
  importing,
  type Size,
} from '../test/helpers/bundle-size.js';

/** A page's imports from other libraries, which are in bench/package.json. */
const others: readonly { package: string; names: readonly string[] }[] = [
  { package: 'socket.io-client', names: ['io'] },
  { package: 'peerjs', names: ['Peer'] },
  { package: 'centrifuge', names: ['Centrifuge'] },
  { package: 'livekit-client', names: ['Room'] },
];

const kilobytes = ({ minified, gzip }: Size): string =>
  `${(minified / 1000).toFixed(1)} / ${(gzip / 1000).toFixed(1)} KB`;

function row(what: string, { initial, lazy }: BundleSize): void {
  console.log(`| ${what} | ${kilobytes(initial)} | ${lazy.minified > 0 ? kilobytes(lazy) : '–'} |`);
}

async function versionOf(name: string): Promise<string> {
  const file = new URL(`../../bench/node_modules/${name}/package.json`, import.meta.url);
  return (JSON.parse(await readFile(file, 'utf8')) as { version: string }).version;
}

console.log('| a page that uses | loads at first, minified / gzip | later |');
console.log('| --- | --- | --- |');
const code = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(', ');
for (const { names } of clientBundles) row(code(names), await bundleSize(importing(names, 'lectern-client')));
row(
  `all of them, with \`validate\``,
  await bundleSize(
    importing(clientBundles.at(-1)?.names ?? [], 'lectern-client') +
      importing(['validate'], 'lectern-client/validation'),
  ),
);
for (const { package: name, names } of others) {
  row(
    `${code(names)} of ${name} ${await versionOf(name)}`,
    await bundleSize(importing(names, name), 'bench'),
  );
}
