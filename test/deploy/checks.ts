/** Number of checks that have failed. */
export let failures = 0;

/** Runs a check and prints its result, as an item of a list in Markdown, with the text or the error that it ends with. */
export async function check(title: string, work: () => Promise<string | undefined>): Promise<void> {
  const began = performance.now();
  try {
    const result = await work();
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    console.log(`- ${title}${result === undefined ? '' : `: ${result}`} (${seconds} s)`);
  } catch (error) {
    failures++;
    console.log(`- FAILED: ${title}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** @throws Error with the message, if the condition does not hold */
export function expect(condition: boolean, message: string): asserts condition {
  if (!condition) throw new Error(message);
}
