/** Values that callbacks report, in order. */
export class Reports<T> {
  private readonly values: T[] = [];
  private readonly waits: ((value: T) => void)[] = [];

  readonly add = (value: T): void => {
    const wait = this.waits.shift();
    if (wait) wait(value);
    else this.values.push(value);
  };

  /** Takes the oldest value, or waits for one. */
  next(): Promise<T> {
    const value = this.values.shift();
    return value === undefined ? new Promise((resolve) => this.waits.push(resolve)) : Promise.resolve(value);
  }

  /** Whether there is no value. */
  get none(): boolean {
    return this.values.length === 0;
  }
}
