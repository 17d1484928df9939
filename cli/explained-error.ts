/** A failure with its reason and remedy: "nothing listens there", "start the server, or check the port". */
export class ExplainedError extends Error {
  override name = 'ExplainedError';

  constructor(
    readonly why: string,
    readonly advice: string,
  ) {
    super(why);
  }
}
