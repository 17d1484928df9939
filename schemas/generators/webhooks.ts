import type { JsonSchema, Sources } from './load.js';
import { exampleLines } from './protocol-page/examples.js';
import { fieldTable } from './protocol-page/field-table.js';
import { code } from './protocol-page/markdown.js';
import { interfaces } from './types.js';

/** The type of the event that a schema describes. */
const typeOf = ({ properties }: JsonSchema): string => String(properties?.type?.const);

/** The bodies of events, their union, and the list of their types. */
export async function webhookTypes({ webhooks }: Sources): Promise<string> {
  const all = Object.values(webhooks);
  return `${await interfaces('Webhooks', webhooks)}
/** An event, as webhooks receive it. */
export type WebhookEvent = ${all.map(({ title }) => title).join(' | ')};

/** The type of an event. */
export type WebhookType = WebhookEvent['type'];

/** The event of a type. */
export type WebhookEventOf<T extends WebhookType> = Extract<WebhookEvent, { type: T }>;

/** The types of all events. */
export const webhookTypes: readonly WebhookType[] = ${JSON.stringify(all.map(typeOf))};
`;
}

/** The sections of docs/webhooks.md about the events. */
export function webhookSections({ webhooks }: Sources): string {
  const sections = Object.values(webhooks).flatMap((schema) => [
    `### ${code(typeOf(schema))}`,
    '',
    schema.description ?? '',
    '',
    ...fieldTable(schema, new Map()),
    ...exampleLines((schema.examples as unknown[])[0]),
  ]);
  return [
    '<!-- Generated from schemas/webhooks.json by `npm run generate`. Do not edit. -->',
    '',
    ...sections,
  ]
    .join('\n')
    .trimEnd();
}
