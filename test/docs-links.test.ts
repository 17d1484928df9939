import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import t from 'tap';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** All files of the repository, including those that are not committed yet. */
const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\n')
  .filter((path) => /\.(md|ts|tsx|js|mjs|py|json|c|conf|yaml)$/.test(path) && existsSync(join(root, path)))
  // Its links are those of docs/protocol.md, which is generated from it.
  .filter((path) => path !== 'schemas/protocol-guide.md');

const read = (path: string): string => readFileSync(join(root, path), 'utf8');

/** A page's text without its code blocks. */
const prose = (path: string): string => read(path).replace(/^```[\s\S]*?^```$/gm, '');

const anchorsOfPages = new Map<string, Set<string>>();

/** The anchors that GitHub gives the headings of a page; a repeated heading gets a number. */
function anchorsOf(path: string): Set<string> {
  const known = anchorsOfPages.get(path);
  if (known) return known;
  const anchors = new Set<string>();
  const counts = new Map<string, number>();
  for (const [, heading = ''] of prose(path).matchAll(/^#{1,6} +(.+?) *$/gm)) {
    const text = heading.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1');
    const slug = text
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\p{M} _-]/gu, '')
      .replace(/ /g, '-');
    const count = counts.get(slug) ?? 0;
    counts.set(slug, count + 1);
    anchors.add(count === 0 ? slug : `${slug}-${count}`);
  }
  anchorsOfPages.set(path, anchors);
  return anchors;
}

/** The reason that a link leads nowhere; undefined if it is valid. */
function faultOf(target: string, anchor: string | undefined): string | undefined {
  if (!existsSync(join(root, target))) return 'there is no such file';
  if (anchor === undefined || statSync(join(root, target)).isDirectory()) return undefined;
  return anchorsOf(target).has(anchor) ? undefined : 'the page has no such heading';
}

t.test('every page and heading that a comment or a page cites exists', async (t) => {
  let cited = 0;
  for (const path of files) {
    for (const [text, target = '', anchor] of read(path).matchAll(/\b(docs\/[\w-]+\.md)(?:#([\w-]+))?/g)) {
      cited++;
      t.equal(faultOf(target, anchor), undefined, `${path} cites ${text}`);
    }
  }
  t.ok(cited > 20, 'there are citations');
});

t.test('every relative link of a page leads somewhere', async (t) => {
  for (const path of files.filter((each) => each.endsWith('.md'))) {
    for (const [, link = ''] of prose(path).matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^[a-z]+:/.test(link)) continue;
      const [file = '', anchor] = link.split('#');
      const target = file === '' ? path : join(dirname(path), decodeURIComponent(file));
      t.equal(faultOf(target, anchor), undefined, `${path} links to ${link}`);
    }
  }
});

t.test('sections are not cited by number', async (t) => {
  for (const path of files.filter((each) => /\.(ts|tsx|mjs|md)$/.test(each))) {
    t.notMatch(read(path), /protocol(?:'s)?,? section \d/, path);
  }
});

t.test('every file and folder that the page on the architecture names exists', async (t) => {
  const named = read('docs/architecture.md').matchAll(
    /\b(?:server|client|web|schemas|cli)\/[\w/-]*(?:\.ts)?/g,
  );
  for (const path of new Set([...named].map(([path]) => path))) t.ok(existsSync(join(root, path)), path);
});
