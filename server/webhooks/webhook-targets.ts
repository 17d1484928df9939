import type { Options } from 'lectern-protocol/options';
import { type WebhookType, webhookTypes } from 'lectern-protocol/webhooks';
import { OptionsError } from '../options-error.js';

/** A URL of the option webhookUrl, and the types of events after its `#`. */
export interface WebhookTarget {
  url: string;
  /** Empty for all types. */
  events: WebhookType[];
}

/** Returns the targets of the option webhookUrl. @throws OptionsError if one of them is invalid or there twice */
export function webhookTargets({ webhookUrl }: Pick<Options, 'webhookUrl'>): WebhookTarget[] {
  const targets = webhookUrl.map(toTarget);
  const urls = targets.map(({ url }) => url);
  const twice = urls.find((url, index) => urls.indexOf(url) !== index);
  if (twice !== undefined) {
    throw new OptionsError(
      `webhookUrl: ${nameOf(twice)} is there twice; put the types of its events after one "#", separated by "+"`,
    );
  }
  return targets;
}

function toTarget(written: string): WebhookTarget {
  if (!URL.canParse(written)) {
    throw new OptionsError('webhookUrl: expected a URL like `https://app.example.org/lectern`');
  }
  const url = new URL(written);
  if (url.username !== '' || url.password !== '') {
    throw new OptionsError(
      `webhookUrl: ${nameOf(written)} contains a user or a password, which requests would not use; the receiver checks ` +
        'the signature instead',
    );
  }
  const events = url.hash.slice(1).split('+').filter(Boolean).map(toType);
  url.hash = '';
  return { url: url.href, events };
}

function toType(written: string): WebhookType {
  const type = webhookTypes.find((each) => each === written);
  if (type) return type;
  throw new OptionsError(
    `webhookUrl: unknown type of event "${written}" after "#"; the types are ${webhookTypes.join(', ')}`,
  );
}

/** Returns a URL without its query and user, which can contain secrets: for logs and lists. */
export function nameOf(url: string): string {
  const { origin, pathname } = new URL(url);
  return origin + pathname;
}
