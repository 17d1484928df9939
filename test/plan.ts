import { parseArgs } from 'node:util';

export const usage = `npm test [-- [--no-browser] <part of a file's name>...]
npm run conformance -- <url of a server, such as https://example.org or socket.io+https://example.org>`;

export interface TestFile {
  /** Its path below test/ without `.test.ts`, for example `client/signaler`. */
  path: string;
  startsBrowsers: boolean;
  /** Whether it uses the PostgreSQL server that all files share. */
  usesPostgres: boolean;
  /** Runs a conformance file against this many nodes instead of one server. */
  nodes?: number;
  /** Runs a conformance file over Socket.IO instead of WebSockets. */
  overSocketIo?: true;
}

/** The name that a file is chosen and reported by. */
export function nameOf({ path, nodes, overSocketIo }: TestFile): string {
  if (overSocketIo) return `${path} (Socket.IO)`;
  return nodes ? `${path} (${nodes} nodes)` : path;
}

/** How the URL of a server starts whose clients use Socket.IO. */
const SOCKET_IO = /^socket\.io\+/;

const isConformance = ({ path }: TestFile): boolean => path.startsWith('conformance/');

/** Adds that each conformance file also runs against three nodes, and over Socket.IO. */
export function withVariants(files: TestFile[]): TestFile[] {
  return files.flatMap((file) =>
    isConformance(file)
      ? [file, { ...file, nodes: 3, usesPostgres: true }, { ...file, overSocketIo: true }]
      : [file],
  );
}

export interface Plan {
  files: TestFile[];
  /** Files that would run without `--no-browser`. */
  leftOut: TestFile[];
  /** The server to run the conformance files against, instead of one of ours. */
  url?: string;
}

/**
 * Chooses the files to run.
 * @throws Error with the usage, or with what does not exist, if the arguments are wrong
 */
export function plan(args: string[], files: TestFile[]): Plan {
  const { values, positionals } = parse(args);
  if (values.conformance) {
    const [url, ...rest] = positionals;
    const given = url?.replace(SOCKET_IO, '');
    const isUrl = given !== undefined && /^(http|ws)s?:/.test(given) && URL.canParse(given);
    if (!isUrl || rest.length > 0 || values['no-browser']) throw new Error(usage);
    const overSocketIo = url !== given ? true : undefined;
    const chosen = files.filter((file) => isConformance(file) && !file.nodes);
    return {
      files: chosen.filter((file) => file.overSocketIo === overSocketIo),
      leftOut: [],
      url: given,
    };
  }
  const named = files.filter(
    (file) =>
      positionals.length === 0 ||
      positionals.some((part) => nameOf(file).includes(part) || `${file.path}.test.ts`.includes(part)),
  );
  if (named.length === 0) throw new Error(`no test file has ${positionals.join(' or ')} in its name`);
  const leftOut = named.filter(({ startsBrowsers }) => values['no-browser'] && startsBrowsers);
  if (leftOut.length === named.length)
    throw new Error('--no-browser leaves no file to run: all of these start browsers');
  return { files: named.filter((file) => !leftOut.includes(file)), leftOut };
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      options: { conformance: { type: 'boolean' }, 'no-browser': { type: 'boolean' } },
      allowPositionals: true,
    });
  } catch {
    throw new Error(usage);
  }
}

/** Files that one process runs, one after another, with the same kind of server. */
export interface Batch extends Pick<TestFile, 'startsBrowsers' | 'nodes' | 'overSocketIo'> {
  name: string;
  files: TestFile[];
}

/** Maximum number of files in a batch. */
const MOST_TOGETHER = 5;

/**
 * Puts conformance files into batches, because loading the modules takes longer than most of these files. Each file
 * still has a server of its own. All other files run alone, so that they can change their process.
 */
export function inBatches(files: TestFile[]): Batch[] {
  const batches: TestFile[][] = [];
  const unfinished = new Map<string, TestFile[]>();
  for (const file of files) {
    const kind = nameOf({ ...file, path: isConformance(file) ? 'conformance' : file.path });
    const batch = unfinished.get(kind);
    if (batch && batch.length < MOST_TOGETHER) batch.push(file);
    else {
      const started = [file];
      batches.push(started);
      unfinished.set(kind, started);
    }
  }
  return batches.map((batch) => {
    const [first] = batch as [TestFile];
    const paths = batch.map(({ path }, i) => (i > 0 ? path.replace(/^conformance\//, '') : path));
    return { ...first, name: nameOf({ ...first, path: paths.join(', ') }), files: batch };
  });
}

/** Folders whose files take longest. */
const LONG = ['browser/', 'faults/'];

/** Puts the files that take long first, so that none of them runs alone at the end. */
export function longestFirst(files: TestFile[]): TestFile[] {
  const rank = ({ path }: TestFile): number => {
    const position = LONG.findIndex((folder) => path.startsWith(folder));
    return position < 0 ? LONG.length : position;
  };
  return [...files].sort((a, b) => rank(a) - rank(b));
}

export interface Timed {
  name: string;
  /** ms */
  time: number;
}

/** Files in the list at the end of a run. */
const LISTED = 10;

/** The list of the files that took longest; undefined if so few ran that their own lines show it. */
export function slowest(files: Timed[]): string | undefined {
  if (files.length <= LISTED) return undefined;
  const lines = [...files]
    .sort((a, b) => b.time - a.time)
    .slice(0, LISTED)
    .map(({ name, time }) => `${(time / 1000).toFixed(1).padStart(8)} s  ${name}`);
  return ['Slowest files:', ...lines].join('\n');
}
