import { readFileSync } from 'node:fs';
import { type JsonSchema, root, type Sources } from '../load.js';
import { link } from './markdown.js';

/** The page without what is generated: text in which `{{name}}` stands for a table, or for the default of an option. */
const guide = (): string => readFileSync(new URL('schemas/protocol-guide.md', root), 'utf8');

/** `15 s`; `64 KiB` for whole KiB and MiB. */
function quantity(value: unknown, unit: string | undefined): string {
  if (unit === 'bytes' && typeof value === 'number') {
    for (const [size, name] of [
      [1024 * 1024, 'MiB'],
      [1024, 'KiB'],
    ] as const) {
      if (value % (size / 2) === 0) return `${value / size} ${name}`;
    }
  }
  return unit === undefined ? String(value) : `${value} ${unit}`;
}

function optionDefault({ config }: Sources, name: string): string {
  const option: JsonSchema | undefined = config.properties?.[name];
  if (!option) throw new Error(`the protocol guide names '${name}', which is neither a table nor an option`);
  return quantity(option.default, option.unit as string | undefined);
}

/** Links to the headings of the second level. */
function contents(page: string): string {
  const headings = [...page.matchAll(/^## (.+)$/gm)].map(([, heading = '']) => heading);
  return headings.map((heading) => `- ${link(heading)}`).join('\n');
}

/** Fills the guide in. */
export function fillGuide(sources: Sources, tables: ReadonlyMap<string, readonly string[]>): string {
  const filled = guide().replaceAll(/\{\{(\w+)\}\}/g, (placeholder, name: string) => {
    if (name === 'contents') return placeholder;
    return tables.get(name)?.join('\n').trimEnd() ?? optionDefault(sources, name);
  });
  return filled.replace('{{contents}}', () => contents(filled));
}
