/** An unknown option or an invalid value. The message is meant for the person who set the option. */
export class OptionsError extends Error {
  override name = 'OptionsError';
}
