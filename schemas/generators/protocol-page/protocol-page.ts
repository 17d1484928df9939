import { addressOf, type Family, type Sources } from '../load.js';
import { exampleLines, findExample } from './examples.js';
import { fieldTable } from './field-table.js';
import { fillGuide } from './guide.js';
import { anchor, code, link, table } from './markdown.js';
import { type Chapter, messageHeading, messageSection } from './message-section.js';
import { type Shape, shapesIn } from './shapes.js';
import { type Shapes, shapeHeading } from './type-phrase.js';

const yesNo = (is: boolean): string => (is ? 'yes' : 'no');

/** The order in which a reader needs the families; one that is not named comes last. */
const ORDER = [
  'core',
  'session',
  'room',
  'class',
  'lecture',
  'playback',
  'live-chat',
  'marker',
  'moderation',
  'layout',
  'trigger',
  'lobby',
  'programme',
];

const IGNORED = 'The server ignores members of `data` that it does not know.';

/** Families that are the same at several addresses become one chapter. */
function chaptersOf(families: readonly Family[]): Chapter[] {
  const chapters = new Map<string, Family[]>();
  for (const family of families) {
    chapters.set(family.family, [...(chapters.get(family.family) ?? []), family]);
  }
  const rank = ({ family }: Family): number => ORDER.indexOf(family) + 1 || ORDER.length + 1;
  return [...chapters.values()]
    .map((addresses) => ({ family: addresses[0] as Family, addresses }))
    .sort((a, b) => rank(a.family) - rank(b.family));
}

function chapterLines(chapter: Chapter, shapes: Shapes): string[] {
  const { family, addresses } = chapter;
  const at = family.namespace ? ` at ${addresses.map((each) => code(addressOf(each))).join(' and ')}` : '';
  const links = Object.keys(family.messages).map((type) => link(messageHeading(chapter, type), type));
  return [
    `## ${family.title}${at}`,
    '',
    family.description,
    '',
    ...(family.unknown_members === 'dropped' ? [IGNORED, ''] : []),
    `Messages: ${links.join(', ')}.`,
    '',
    ...Object.entries(family.messages).flatMap(([type, message]) =>
      messageSection(chapter, type, message, shapes),
    ),
  ];
}

function shapeLines({ title, schema }: Shape, shapes: Shapes, examples: readonly unknown[]): string[] {
  const others = new Map([...shapes].filter(([name]) => name !== title));
  return [
    `### ${shapeHeading(title)}`,
    '',
    ...(schema.description ? [schema.description, ''] : []),
    ...fieldTable(schema, others),
    ...exampleLines(findExample(schema, examples)),
  ];
}

/** The payloads of all valid examples. */
const examplesIn = (chapters: readonly Chapter[]): unknown[] =>
  chapters
    .flatMap(({ family }) => Object.values(family.messages))
    .flatMap(({ client, server }) => [client, server])
    .flatMap((side) => (typeof side === 'object' ? side.valid : []))
    .map(({ data }) => data);

function errorTable({ errors }: Sources): string[] {
  const rows = Object.entries(errors.codes).map(([name, { meaning, retry, status }]) => [
    code(name),
    meaning,
    yesNo(retry),
    String(status),
  ]);
  return table(['code', 'meaning', 'can retrying help?', 'status'], rows);
}

function closeTable({ closes }: Sources): string[] {
  const rows = Object.entries(closes.codes).map(([name, close]) => [
    String(close.code),
    name,
    yesNo(close.reconnect),
    close.meaning,
  ]);
  return table(['code', 'name', 'reconnect?', 'meaning'], rows);
}

/** Two headings with one anchor would make a link to the second lead to the first. */
function checkAnchors(page: string): void {
  const seen = new Set<string>();
  for (const [, heading = ''] of page.replaceAll(/^```[\s\S]*?^```$/gm, '').matchAll(/^#+ (.+)$/gm)) {
    const name = anchor(heading);
    if (seen.has(name)) throw new Error(`two headings of the protocol page have the anchor #${name}`);
    seen.add(name);
  }
}

/** docs/protocol.md: the guide, with every message, shape, error code and close code from the schemas. */
export function protocolPage(sources: Sources): string {
  const chapters = chaptersOf(sources.families);
  const shapes = shapesIn(chapters.map(({ family }) => family));
  const examples = examplesIn(chapters);
  const page = fillGuide(
    sources,
    new Map([
      ['envelope', fieldTable(sources.envelope, shapes)],
      ['errors', errorTable(sources)],
      ['closes', closeTable(sources)],
      ['messages', chapters.flatMap((chapter) => chapterLines(chapter, shapes))],
      ['shapes', [...shapes.values()].flatMap((shape) => shapeLines(shape, shapes, examples))],
    ]),
  );
  checkAnchors(page);
  return `<!-- Generated from schemas/ by \`npm run generate\`. Do not edit. -->\n${page}`;
}
