/** A service that translates. Its methods throw nothing but a ProviderError, an aborted signal included. */
export interface Provider {
  readonly name: 'papago' | 'libretranslate';
  /** UTF-16 units of the longest text that it takes. */
  readonly longestText: number;
  /** The language that a text is written in, as the service names it: `ko`, `en`, `zh-CN`, … */
  detect(text: string, signal: AbortSignal): Promise<string>;
  translate(text: string, source: string, target: string, signal: AbortSignal): Promise<string>;
}

/** Why a provider gave no answer. `reason` is for logs and holds neither keys nor what people wrote. */
export class ProviderError extends Error {
  override name = 'ProviderError';

  /**
   * @param outcome slow: the signal was aborted; limited: too many requests, or a quota is used up; denied:
   *   the key or the URL is wrong, or the address is banned; failed: anything else
   * @param retryAfter ms that the provider asks to be left alone
   */
  constructor(
    readonly outcome: 'slow' | 'limited' | 'denied' | 'failed',
    readonly reason: string,
    readonly retryAfter?: number,
  ) {
    super(reason);
  }
}
