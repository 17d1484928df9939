/** Receives a line of a log. */
export type LogListener = (line: Record<string, unknown>) => void;

/** Maximum number of lines that are retained. */
const RETAINED = 5000;

/** Lines about every message, which would displace the others. */
const FREQUENT = new Set(['message handled']);

/** Lines about a node as a whole. */
const OF_NODES = /held up|dead|cannot be reached|ready/;

/** The fields that every line has, or that the text already contains. */
const OMITTED = new Set(['level', 'time', 'pid', 'hostname', 'msg', 'err', 'client']);

interface Line {
  at: number;
  node: number;
  fields: Record<string, unknown>;
}

/** The last lines of the logs of a cluster's nodes, to investigate violations. */
export class NodeLog {
  readonly #lines: Line[] = [];

  /** @param told receives every line as well */
  constructor(private readonly told?: LogListener) {}

  /** Returns the listener for the lines of a node. */
  listener(node: number): LogListener {
    return (fields) => {
      this.told?.({ node, ...fields });
      if (FREQUENT.has(String(fields.msg))) return;
      this.#lines.push({ at: Date.now(), node, fields });
      if (this.#lines.length > RETAINED) this.#lines.splice(0, RETAINED / 10);
    };
  }

  /** The lines about nodes and these clients since then (in ms since 1970), for people to read. */
  since(then: number, clientIds: ReadonlySet<string>): string[] {
    const lines: string[] = [];
    let last = '';
    for (const { at, node, fields } of this.#lines) {
      const { client, msg, err } = fields;
      const matches = typeof client === 'string' ? clientIds.has(client) : OF_NODES.test(String(msg));
      if (at < then || !matches) continue;
      const more = Object.entries(fields).filter(([name]) => !OMITTED.has(name));
      const reason = (err as { message?: string } | undefined)?.message;
      const about = [client, msg, reason, ...more.map(([name, value]) => `${name}=${value}`)];
      const text = `node ${node}: ${about.filter((each) => each !== undefined).join(' ')}`;
      // While a service is unavailable, every call says so.
      if (text !== last) lines.push(`${timeOf(at)} ${text}`);
      last = text;
    }
    return lines;
  }
}

/** The time of day in UTC, with milliseconds. */
export const timeOf = (at: number): string => new Date(at).toISOString().slice(11, 23);
