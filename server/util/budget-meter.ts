/** What one budget allows and how much of it is used, in the budget's own unit. */
interface Amounts {
  /** Amount in use, for example bytes or rooms. */
  used(): number;
  /** Maximum amount. */
  limit: number;
  /** Whether all nodes report the same amount, for example the size of their database. Otherwise it is the node's own. */
  shared?: boolean;
}

/** One budget, as its owner reports to it. */
export class Budget {
  private count = 0;

  /** @param amounts absent for a budget that is only a rate */
  constructor(readonly amounts?: Amounts) {}

  get refusals(): number {
    return this.count;
  }

  /** Counts a refusal. It is a simple addition, so that a flood of refusals costs nothing here. */
  refused(): void {
    this.count++;
  }
}

/** The budgets of a node: what is used of them, and how often they refused. /metrics shows both by name. */
export class BudgetMeter {
  private readonly budgets = new Map<string, Budget>();

  /**
   * Adds a budget.
   * @param name a literal of the code in snake_case, for example `room_log_bytes`. It becomes a label, so it must never
   *   contain anything that a client sends.
   */
  add(name: string, amounts?: Amounts): Budget {
    if (this.budgets.has(name)) throw new Error(`the budget "${name}" exists already`);
    const budget = new Budget(amounts);
    this.budgets.set(name, budget);
    return budget;
  }

  [Symbol.iterator](): IterableIterator<[string, Budget]> {
    return this.budgets.entries();
  }
}
