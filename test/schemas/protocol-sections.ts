/** A row of a table of fields. */
interface Row {
  field: string;
  required: string;
  /** The whole row as text. */
  text: string;
}

/** A section of the protocol page. */
export interface Place {
  text: string;
  /** The first paragraph. */
  lead: string;
  rows: Row[];
  /** The JSON in its code blocks. */
  examples: string[];
}

export interface Section {
  /** The messages that it describes, by their names in the tables: the type, after its namespace if it has one. */
  keys: string[];
  whole: Place;
  /** The text after each bold phrase at the start of a line, such as `From a client`. */
  parts: Map<string, Place>;
}

function placeOf(text: string): Place {
  const lines = text.split('\n').filter((line) => line.startsWith('| `'));
  const rows = lines.map((line): Row => {
    const cells = line.split(/(?<!\\)\|/).map((cell) => cell.trim());
    const [, field = '', , required = ''] = cells;
    return { field: field.slice(1, -1), required, text: line.replaceAll('\\|', '|') };
  });
  const examples = [...text.matchAll(/^```json\n([\s\S]*?)^```$/gm)].map(([, json = '']) => json);
  return { text, lead: text.split('\n\n', 1)[0] ?? '', rows, examples };
}

function partsOf(text: string): Map<string, Place> {
  const [, ...rest] = text.split(/^\*\*([^*\n]+)\*\*/m);
  const parts = new Map<string, Place>();
  for (let i = 0; i < rest.length; i += 2) parts.set(rest[i] ?? '', placeOf(rest[i + 1] ?? ''));
  return parts;
}

/** The variants of a part, after the whole part. */
export function formsOf(part: Place): Place[] {
  const [, ...forms] = part.text.split(/^\*Form \d+\*: /m);
  return [part, ...forms.map(placeOf)];
}

/** The anchor that GitHub generates for a heading. */
export const anchorOf = (heading: string): string =>
  heading
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{M} _-]/gu, '')
    .replace(/ /g, '-');

/** The sections of a Markdown page by their anchors. Each one ends at the next heading of any level. */
export function readSections(page: string): Map<string, Section> {
  const [, ...rest] = page.split(/^#{1,6} (.+)$/m);
  const sections = new Map<string, Section>();
  for (let i = 0; i < rest.length; i += 2) {
    const heading = rest[i] ?? '';
    const text = rest[i + 1] ?? '';
    sections.set(anchorOf(heading), {
      keys: heading.split(', '),
      whole: placeOf(text),
      parts: partsOf(text),
    });
  }
  return sections;
}
