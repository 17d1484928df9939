import type { Rolldown } from 'vite';
import type { PageName } from '../server/http/page-paths.js';

type Output = Rolldown.RolldownOutput['output'];

/** The bundled files that a page loads at once. */
export interface PageFiles {
  boot: string;
  styles: string;
  entry: string;
  /** What the entry imports. */
  shared: string[];
  /** The route's code: its own, and what it imports beyond the entry's. */
  code: string[];
  /** The texts of each language. */
  texts: Record<'en' | 'ko', string>;
}

interface Parts {
  /** The route whose code the page needs; web/routes.ts loads the same one on the way from another page. */
  route?: string;
  styles: string;
  /** Whether a name is asked for before the route is shown. */
  door?: boolean;
}

const parts: Record<PageName, Parts> = {
  home: { styles: 'home' },
  room: { route: 'room', styles: 'room', door: true },
  classes: { route: 'classes', styles: 'classes', door: true },
  class: { route: 'classes', styles: 'classes', door: true },
  lecture: { route: 'lecture', styles: 'lecture', door: true },
  programmes: { route: 'programmes', styles: 'programme' },
  programme: { route: 'programme', styles: 'programme', door: true },
  admin: { route: 'admin', styles: 'admin' },
  'programme-room': { route: 'programme', styles: 'programme', door: true },
};

/** Finds the files of a page in what Vite has bundled. */
export function filesOf(page: PageName, output: Output): PageFiles {
  const { route, styles } = parts[page];
  const scripts = new Set<string>();
  addImports(chunkOf('page', output), output, scripts);
  const [entry = '', ...shared] = scripts;
  if (route) addImports(chunkOf(route, output), output, scripts);
  return {
    boot: chunkOf('boot', output),
    styles: styleSheetOf(styles, output),
    entry,
    shared,
    code: [...scripts].slice(1 + shared.length),
    texts: { en: chunkOf('en', output), ko: chunkOf('ko', output) },
  };
}

function chunkOf(name: string, output: Output): string {
  for (const file of output) {
    if (file.type === 'chunk' && file.name === name && (file.isEntry || file.isDynamicEntry))
      return file.fileName;
  }
  throw new Error(`the bundle has no chunk ${name}`);
}

function styleSheetOf(name: string, output: Output): string {
  for (const file of output) {
    if (file.type === 'asset' && file.names.includes(`${name}.css`)) return file.fileName;
  }
  throw new Error(`the bundle has no style sheet ${name}`);
}

function addImports(fileName: string, output: Output, found: Set<string>): void {
  if (found.has(fileName)) return;
  found.add(fileName);
  for (const file of output) {
    if (file.type !== 'chunk' || file.fileName !== fileName) continue;
    for (const each of file.imports) addImports(each, output, found);
  }
}

/**
 * The HTML of a page.
 * @param template web/index.html
 * @param path as the server routes it; its depth leads to where the assets are
 * @param icon an SVG, which is small enough to be in the HTML
 */
export function htmlOf(
  template: string,
  path: string,
  page: PageName,
  files: PageFiles,
  icon: Buffer,
): string {
  const asset = (fileName: string): string => `assets/${fileName}`;
  const values: Record<string, string> = {
    base: '../'.repeat(path.split('/').length - 2) || './',
    icon: `data:image/svg+xml;base64,${icon.toString('base64')}`,
    boot: asset(files.boot),
    en: asset(files.texts.en),
    ko: asset(files.texts.ko),
    code: files.code.map(asset).join(' '),
    door: parts[page].door ? 'yes' : 'no',
    styles: asset(files.styles),
    entry: asset(files.entry),
  };
  // The line that preloads is there once for each file.
  return template
    .replace(/^.*\{\{preload\}\}.*\n/m, (line) =>
      files.shared.map((fileName) => line.replace('{{preload}}', asset(fileName))).join(''),
    )
    .replace(/\{\{(\w+)\}\}/g, (whole, name: string) => values[name] ?? whole);
}
