import { v4 as uuid } from 'uuid';
import type { Backplane, LogListener } from '../backplane/backplane.js';
import type { NodeRegistry } from '../backplane/node-registry.js';

/** ms that the other nodes have to say whether a client is theirs. */
const ANSWER_TIMEOUT_MS = 2000;

/** Where all nodes hear each other, and where one is spoken to. */
const ALL = 'nodes';
const nodeLog = (node: string): string => `node/${node}`;

type NodeMessage =
  /** The speaker goes on with this client. */
  | { moved: string }
  /** Whoever has this client is to drop it, and all are to answer. */
  | { drop: string; reason: string; question: string; from: string }
  | { question: string; done: boolean };

/** What waits for the other nodes' answers. */
interface Question {
  /** How many have not answered. */
  left: number;
  resolve(done: boolean): void;
}

interface Services {
  backplane: Backplane;
  nodes: NodeRegistry;
  log: { error(fields: object, text: string): void };
}

/** Hears what other nodes say of this node's clients. */
export interface NodeMessageListener {
  /** Another node goes on with a client. */
  moved(clientId: string): Promise<void>;
  /** Removes a client of this node; undefined where it has none such. */
  dropHere(clientId: string, reason: string): Promise<void> | undefined;
}

/** What the nodes say to each other of their clients. */
export class NodeMessenger implements LogListener {
  private readonly questions = new Map<string, Question>();
  private readonly listeners: NodeMessageListener[] = [];
  /** The log in which this node is spoken to. */
  private own: string | undefined;

  constructor(private readonly services: Services) {}

  /** Has a listener hear what other nodes say. */
  listen(listener: NodeMessageListener): void {
    this.listeners.push(listener);
  }

  /** Begins to listen, under the present id of this node. */
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
    for (const { resolve } of this.questions.values()) resolve(false);
    await backplane.unsubscribe(ALL, this);
    if (this.own !== undefined) await backplane.unsubscribe(this.own, this);
  }

  /** Tells a node that this one goes on with a client of its. Should it not hear of it, it finds out by itself. */
  notifyMoved(node: string, clientId: string): void {
    this.send(nodeLog(node), { moved: clientId });
  }

  /** Has whichever other node a client is on remove it; false where it is on none. */
  async dropElsewhere(drop: string, reason: string): Promise<boolean> {
    const { nodes, backplane } = this.services;
    const { length: left } = await nodes.others();
    if (left === 0) return false;
    const question = uuid();
    let timer: NodeJS.Timeout | undefined;
    const answered = new Promise<boolean>((resolve) => {
      this.questions.set(question, { left, resolve });
      timer = setTimeout(() => resolve(false), ANSWER_TIMEOUT_MS);
    });
    try {
      const word: NodeMessage = { drop, reason, question, from: nodes.id };
      await backplane.publish(ALL, JSON.stringify(word));
      return await answered;
    } finally {
      clearTimeout(timer);
      this.questions.delete(question);
    }
  }

  deliver(text: string): void {
    this.handle(JSON.parse(text) as NodeMessage).catch((err) =>
      this.services.log.error({ err }, 'what another server said could not be done'),
    );
  }

  /** What was missed is found out where it matters. */
  gap(): void {}

  private async handle(word: NodeMessage): Promise<void> {
    if ('moved' in word) {
      for (const listener of this.listeners) await listener.moved(word.moved);
    } else if ('drop' in word) {
      if (word.from === this.services.nodes.id) return;
      const dropped = this.listeners.map((listener) => listener.dropHere(word.drop, word.reason));
      const done = dropped.some((each) => each !== undefined);
      this.send(nodeLog(word.from), { question: word.question, done });
      await Promise.all(dropped);
    } else {
      const question = this.questions.get(word.question);
      if (!question) return;
      question.left--;
      if (word.done || question.left === 0) question.resolve(word.done);
    }
  }

  private send(log: string, word: NodeMessage): void {
    const said = this.services.backplane.publish(log, JSON.stringify(word));
    Promise.resolve(said).catch((err) =>
      this.services.log.error({ err }, 'another server could not be told'),
    );
  }
}
