import type { JsonSchema, Sources } from './load.js';

/** `heartbeatInterval` → `heartbeat-interval` */
const kebab = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** `heartbeatInterval` → `LECTERN_HEARTBEAT_INTERVAL` */
const variable = (name: string): string => `LECTERN_${kebab(name).replaceAll('-', '_').toUpperCase()}`;

interface OptionSchema extends JsonSchema {
  group: string;
  unit?: string;
  value?: string;
  short?: string;
  secret?: boolean;
  description: string;
  default: unknown;
}

const optionsOf = (sources: Sources): [string, OptionSchema][] =>
  Object.entries((sources.config.properties ?? {}) as Record<string, OptionSchema>);

const tsType = (schema: OptionSchema): string => {
  if (schema.enum) return schema.enum.map((value) => `'${value}'`).join(' | ');
  if (schema.type === 'array') return 'string[]';
  return schema.type === 'integer' ? 'number' : String(schema.type);
};

/** The type of the options, and the table from which flags, environment and file are read. */
export function options(sources: Sources): string {
  const all = optionsOf(sources);
  return `/** ${sources.config.description} */
export interface Options {
${all.map(([name, schema]) => `  /** ${schema.description}${schema.unit ? ` (${schema.unit})` : ''}. Default: ${JSON.stringify(schema.default)}. */\n  ${name}: ${tsType(schema)};`).join('\n')}
}

export interface OptionRow {
  name: keyof Options;
  flag: string;
  short: string | undefined;
  env: string;
  kind: 'string' | 'number' | 'boolean' | 'list';
  group: string;
  unit: string | undefined;
  /** What its value is, for the help. */
  value: string | undefined;
  choices: string[] | undefined;
  secret: boolean;
  description: string;
  default: Options[keyof Options];
}

export const optionTable: OptionRow[] = ${JSON.stringify(
    all.map(([name, schema]) => ({
      name,
      flag: `--${kebab(name)}`,
      short: schema.short ? `-${schema.short}` : undefined,
      env: variable(name),
      kind:
        schema.type === 'array'
          ? 'list'
          : ['integer', 'number'].includes(String(schema.type))
            ? 'number'
            : (schema.type ?? 'string'),
      group: schema.group,
      unit: schema.unit,
      value: schema.value,
      choices: schema.enum,
      secret: schema.secret === true,
      description: schema.description,
      default: schema.default,
    })),
    (_, value) => (value === undefined ? null : value),
    2,
  ).replaceAll(': null', ': undefined')};
`;
}

/** The README's table. */
export function optionsTable(sources: Sources): string {
  const rows = optionsOf(sources).map(([name, schema]) => {
    const fallback = Array.isArray(schema.default) ? schema.default.join(', ') : String(schema.default);
    const file = schema.secret ? `. \`${variable(name)}_FILE\` can name a file that contains it` : '';
    return `| \`${schema.short ? `-${schema.short}, ` : ''}--${kebab(name)}\` | ${fallback === '' ? 'none' : `\`${fallback}\``} | ${schema.unit ?? ''} | ${schema.description}${schema.enum ? `: ${schema.enum.map((value) => `\`${value}\``).join(', ')}` : ''}${file} |`;
  });
  return ['| option | default | unit | what it does |', '| --- | --- | --- | --- |', ...rows].join('\n');
}
