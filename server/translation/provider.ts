/** A translation service. Its methods throw only ProviderErrors, also if the signal is aborted. */
export interface Provider {
  readonly name: 'papago' | 'libretranslate';
  /** Maximum length of a text in UTF-16 code units. */
  readonly maxLength: number;
  /** Detects the language of a text, as the service names it: `ko`, `en`, `zh-CN`, … */
  detect(text: string, signal: AbortSignal): Promise<string>;
  /** Translates a text between two languages. */
  translate(text: string, source: string, target: string, signal: AbortSignal): Promise<string>;
}

/** The failure of a request to a provider. `reason` is for logs and contains neither keys nor texts. */
export class ProviderError extends Error {
  override name = 'ProviderError';

  /**
   * @param outcome slow: the signal was aborted; limited: too many requests, or the quota is used up; denied:
   *   the key or the URL is wrong, or the address is banned; failed: any other error
   * @param retryAfter pause in ms that the provider asks for
   */
  constructor(
    readonly outcome: 'slow' | 'limited' | 'denied' | 'failed',
    readonly reason: string,
    readonly retryAfter?: number,
  ) {
    super(reason);
  }
}
