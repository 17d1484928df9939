import { v4 as uuid } from 'uuid';
import type { Backplane, LogListener } from '../backplane/backplane.js';
import type { NodeRegistry } from '../backplane/node-registry.js';
import { Refusal } from '../protocol/errors.js';
import { afterRunning, type Deadline } from '../util/running-time.js';
import type { LiveClient } from './live-client.js';
import type { NodeReporter, NodeReports } from './node-reports.js';

/** Maximum time in ms to wait for the other nodes' answers. */
const ANSWER_TIMEOUT_MS = 2000;

/** Maximum time in ms to wait until another node knows whether a connection answers. */
const PROBE_TIMEOUT_MS = 5000;

/** Names of the logs that carry messages to all nodes, and to one node. */
const ALL = 'nodes';
const nodeLog = (node: string): string => `node/${node}`;

type NodeMessage =
  /** The sender has taken over this client's session. */
  | { moved: string }
  /** The node that has this client must remove it. All nodes answer. */
  | { drop: string; reason: string; question: string; from: string }
  /** The node that has this client must say whether its token grants a room. All nodes answer. */
  | { entrant: string; roomId: string; question: string; from: string }
  /** The node that has this client must say whether its connection answers. */
  | { probe: string; question: string; from: string }
  /** All nodes must list their clients. */
  | { list: true; question: string; from: string }
  /** All nodes must report about themselves. */
  | { report: keyof NodeReports; question: string; from: string }
  | {
      question: string;
      dropped?: DroppedClient;
      found?: Entrant;
      answers?: boolean;
      clients?: LiveClient[];
      reported?: { node: string; content: NodeReports[keyof NodeReports] };
    };

/** A client that was removed, with what can be revoked so that it stays out. */
export interface DroppedClient {
  /** Absent if the user is a guest whose identity cannot be used again. */
  userId?: string;
  tokenId?: string;
  /** Time in ms since 1970 at which the token expires. */
  expires?: number;
}

/** The user of a client that is to join a room, and whether its token grants that room. */
export interface Entrant {
  userId: string;
  isGranted: boolean;
}

/** A pending question to the other nodes. */
interface Question {
  /** Number of nodes that have not answered yet. */
  left: number;
  readonly answers: Answer[];
  resolve(): void;
}

type Answer = Pick<
  Extract<NodeMessage, { answers?: boolean }>,
  'dropped' | 'found' | 'answers' | 'clients' | 'reported'
>;

interface Services {
  backplane: Backplane;
  nodes: NodeRegistry;
  log: { error(fields: object, text: string): void };
}

/** Receives messages of other nodes about this node's clients. */
export interface NodeMessageListener {
  /** Another node has taken over a client's session. */
  moved(clientId: string): Promise<void>;
  /** Removes a client of this node. Returns undefined if the client is not on this node. */
  dropHere(clientId: string, reason: string): Promise<DroppedClient> | undefined;
  /** Returns a client of this node as one that is to join a room. Returns undefined if the client is not on this node. */
  entrantHere(clientId: string, roomId: string): Entrant | undefined;
  /** Returns whether the connection of a client answers. Returns undefined if the client is not on this node. */
  answers(clientId: string): Promise<boolean> | undefined;
  /** Returns the clients of this node. */
  clientsHere(): LiveClient[];
}

/** Exchanges messages about clients with the other nodes. */
export class NodeMessenger implements LogListener {
  private readonly questions = new Map<string, Question>();
  private readonly listeners: NodeMessageListener[] = [];
  private reporter: NodeReporter | undefined;
  /** Name of the log that carries messages to this node. */
  private own: string | undefined;

  constructor(private readonly services: Services) {}

  /** Adds a listener for messages of other nodes. */
  listen(listener: NodeMessageListener): void {
    this.listeners.push(listener);
  }

  /** Sets the source of the reports about this node for the others. */
  reportBy(reporter: NodeReporter): void {
    this.reporter = reporter;
  }

  /** Starts to receive messages, under the current ID of this node. */
  async open(): Promise<void> {
    const { backplane, nodes } = this.services;
    const former = this.own;
    this.own = nodeLog(nodes.id);
    if (former === this.own) return;
    if (former === undefined) await backplane.subscribe(ALL, this);
    else await backplane.unsubscribe(former, this);
    await backplane.subscribe(this.own, this);
  }

  async close(): Promise<void> {
    const { backplane } = this.services;
    for (const { resolve } of this.questions.values()) resolve();
    await backplane.unsubscribe(ALL, this);
    if (this.own !== undefined) await backplane.unsubscribe(this.own, this);
  }

  /**
   * Notifies a node that this node has taken over one of its clients. If the message is lost, that node notices when it
   * next uses the client's record.
   */
  notifyMoved(node: string, clientId: string): void {
    this.send(nodeLog(node), { moved: clientId });
  }

  /** Removes a client that is on another node. Returns undefined if no node reports that it did in ANSWER_TIMEOUT_MS. */
  async dropElsewhere(drop: string, reason: string): Promise<DroppedClient | undefined> {
    const { length: left } = await this.services.nodes.others();
    if (left === 0) return undefined;
    const answers = await this.ask(ALL, left, ANSWER_TIMEOUT_MS, { drop, reason });
    return answers.find(({ dropped }) => dropped)?.dropped;
  }

  /** Returns what is known of another node's client that is to join a room. Returns undefined as dropElsewhere does. */
  async entrantElsewhere(entrant: string, roomId: string): Promise<Entrant | undefined> {
    const { length: left } = await this.services.nodes.others();
    if (left === 0) return undefined;
    const answers = await this.ask(ALL, left, ANSWER_TIMEOUT_MS, { entrant, roomId });
    return answers.find(({ found }) => found)?.found;
  }

  /** Returns whether the connection of another node's client answers. A node that does not answer has no connections. */
  async answersElsewhere(node: string, probe: string): Promise<boolean> {
    if (!(await this.services.nodes.others()).includes(node)) return false;
    const answers = await this.ask(nodeLog(node), 1, PROBE_TIMEOUT_MS, { probe });
    return answers.some((each) => each.answers === true);
  }

  /** Returns the clients of the other nodes. @throws Refusal unavailable if a node does not answer in ANSWER_TIMEOUT_MS */
  async clientsElsewhere(): Promise<LiveClient[]> {
    const { length: left } = await this.services.nodes.others();
    if (left === 0) return [];
    const answers = await this.ask(ALL, left, ANSWER_TIMEOUT_MS, { list: true });
    if (answers.length < left) {
      const missing = left - answers.length;
      throw new Refusal('unavailable', `${missing} of ${left} other nodes did not answer; try again`);
    }
    return answers.flatMap(({ clients = [] }) => clients);
  }

  /** Returns the reports of the other living nodes, by their IDs: undefined for a node that does not answer in time. */
  async reportsElsewhere<K extends keyof NodeReports>(
    report: K,
  ): Promise<Map<string, NodeReports[K] | undefined>> {
    const others = await this.services.nodes.others();
    const reports = new Map<string, NodeReports[K] | undefined>(others.map((node) => [node, undefined]));
    if (others.length === 0) return reports;
    for (const { reported } of await this.ask(ALL, others.length, ANSWER_TIMEOUT_MS, { report })) {
      if (reported) reports.set(reported.node, reported.content as NodeReports[K]);
    }
    return reports;
  }

  /** Asks as many nodes a question. Returns their answers until all have come, one has the client, or the time is up. */
  private async ask(
    log: string,
    left: number,
    timeout: number,
    what:
      | { drop: string; reason: string }
      | { entrant: string; roomId: string }
      | { probe: string }
      | { list: true }
      | { report: keyof NodeReports },
  ): Promise<Answer[]> {
    const { nodes, backplane } = this.services;
    const question = uuid();
    let deadline: Deadline | undefined;
    const answers: Answer[] = [];
    const answered = new Promise<void>((resolve) => {
      this.questions.set(question, { left, answers, resolve });
      deadline = afterRunning(timeout, resolve);
    });
    try {
      const word: NodeMessage = { ...what, question, from: nodes.id };
      await backplane.publish(log, JSON.stringify(word));
      await answered;
      return answers;
    } finally {
      deadline?.cancel();
      this.questions.delete(question);
    }
  }

  deliver(text: string): void {
    this.handle(JSON.parse(text) as NodeMessage).catch((err) =>
      this.services.log.error({ err }, 'could not handle a message of another node'),
    );
  }

  /** Missed messages are ignored: nodes notice takeovers in the clients' records, and unanswered questions time out. */
  gap(): void {}

  private async handle(word: NodeMessage): Promise<void> {
    if ('moved' in word) {
      for (const listener of this.listeners) await listener.moved(word.moved);
    } else if ('drop' in word) {
      if (word.from === this.services.nodes.id) return;
      const removals = this.listeners.map((listener) => listener.dropHere(word.drop, word.reason));
      const [dropped] = (await Promise.all(removals)).filter((each) => each !== undefined);
      this.send(nodeLog(word.from), { question: word.question, ...(dropped && { dropped }) });
    } else if ('entrant' in word) {
      if (word.from === this.services.nodes.id) return;
      const entrants = this.listeners.map((listener) => listener.entrantHere(word.entrant, word.roomId));
      const found = entrants.find((each) => each !== undefined);
      this.send(nodeLog(word.from), { question: word.question, ...(found && { found }) });
    } else if ('probe' in word) {
      const probes = await Promise.all(this.listeners.map((listener) => listener.answers(word.probe)));
      this.send(nodeLog(word.from), { question: word.question, answers: probes.includes(true) });
    } else if ('list' in word) {
      if (word.from === this.services.nodes.id) return;
      const clients = this.listeners.flatMap((listener) => listener.clientsHere());
      this.send(nodeLog(word.from), { question: word.question, clients });
    } else if ('report' in word) {
      const node = this.services.nodes.id;
      if (word.from === node || !this.reporter) return;
      const content = await this.reporter[word.report]();
      this.send(nodeLog(word.from), { question: word.question, reported: { node, content } });
    } else {
      const question = this.questions.get(word.question);
      if (!question) return;
      question.answers.push(word);
      question.left--;
      if (word.dropped || word.found || question.left === 0) question.resolve();
    }
  }

  private send(log: string, word: NodeMessage): void {
    const said = this.services.backplane.publish(log, JSON.stringify(word));
    Promise.resolve(said).catch((err) =>
      this.services.log.error({ err }, 'could not send a message to another node'),
    );
  }
}
