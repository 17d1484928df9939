import { type Command, InvalidArgumentError, Option } from 'commander';
import { type OptionRow, type Options, optionTable } from 'lectern-protocol/options';

/**
 * Adds a flag to a command for each option of the server, in the groups of the option table.
 * @param names of the options that the command accepts
 */
export function addServerOptions(command: Command, names?: readonly (keyof Options)[]): Command {
  command.option('-c, --config <file>', 'JSON file with options; can also be set by LECTERN_CONFIG');
  for (const row of optionTable) {
    if (names && !names.includes(row.name)) continue;
    const flags = [row.short, row.flag + placeholder(row)].filter(Boolean).join(', ');
    const option = new Option(flags, describe(row)).helpGroup(`${row.group}:`);
    if (row.kind === 'list') option.argParser((item: string, items: string[] = []) => [...items, item]);
    command.addOption(option);
    if (row.kind === 'boolean') command.addOption(new Option(row.flag.replace('--', '--no-')).hideHelp());
  }
  return command;
}

const values: Record<OptionRow['kind'], string> = {
  string: 'text',
  number: 'number',
  list: 'list',
  boolean: '',
};

/** Units that describe what is counted; others would read as a rate or a share. */
const unitValues: Record<string, string> = { s: 'seconds', bytes: 'bytes' };

function placeholder({ kind, value, unit = '' }: OptionRow): string {
  const what = value ?? unitValues[unit] ?? values[kind];
  return what && ` <${what}>`;
}

const flagOf = new Map<string, string>(optionTable.map((row) => [row.name, row.flag]));

function describe(row: OptionRow): string {
  const choices = row.choices ? `: ${row.choices.join(', ')}` : '';
  const advice = row.secret
    ? `. Other users of this computer can see flags, so prefer ${row.env} or ${row.env}_FILE`
    : '';
  const value = shown(row.default);
  // The table refers to other options by their names in a file.
  const description = row.description.replaceAll(/`([^`]+)`/g, (_, word) => flagOf.get(word) ?? word);
  return `${description}${choices}${advice}${value ? ` (default: ${value}${row.unit ? ` ${row.unit}` : ''})` : ''}`;
}

function shown(value: Options[keyof Options]): string {
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  return Array.isArray(value) ? value.join(', ') : String(value);
}

/** A time in seconds above zero. */
export function seconds(text: string): number {
  return decimal(text, (value) => value > 0, 'a number of seconds greater than 0, such as 0.5');
}

const unitSeconds: Record<string, number> = { s: 1, m: 60, h: 3600, d: 86_400 };

/** A time with a unit, for example `90s`, `15m`, `1h` or `7d`, in seconds; without a unit it is in seconds. */
export function duration(text: string): number {
  const [, number, unit = 's'] = /^(\d{1,9})([smhd])?$/.exec(text) ?? [];
  const value = Number(number) * (unitSeconds[unit] ?? Number.NaN);
  if (!(value > 0)) throw new InvalidArgumentError('Expected a time such as 90s, 15m, 1h or 7d.');
  return value;
}

/** Names that are separated by commas, appended to those of the same flag before. */
export function names(text: string, before: string[] = []): string[] {
  const given = text.split(',').map((name) => name.trim());
  return [...before, ...given.filter((name) => name !== '')];
}

/** A number of repetitions. */
export function count(text: string): number {
  return decimal(text, (value) => value >= 1 && Number.isInteger(value), 'a whole number greater than 0');
}

/** A number of events per second. */
export function rate(text: string): number {
  return decimal(text, (value) => value > 0, 'a number greater than 0, such as 0.5');
}

/** Help for the flag `--fingerprint` of commands that open signaling connections. */
export const trustHelp =
  'accept only the certificate with this SHA-256 fingerprint, which the server prints at startup';

/** A SHA-256 in hexadecimal digits, with or without colons: as `AB:CD:…`. */
export function fingerprint(text: string): string {
  const digits = text.replaceAll(':', '').toUpperCase();
  if (!/^[0-9A-F]{64}$/.test(digits)) {
    throw new InvalidArgumentError('Expected a SHA-256 fingerprint of 64 hexadecimal digits.');
  }
  return (digits.match(/../g) ?? []).join(':');
}

function decimal(text: string, fits: (value: number) => boolean, expected: string): number {
  const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (!fits(value)) throw new InvalidArgumentError(`Expected ${expected}.`);
  return value;
}
