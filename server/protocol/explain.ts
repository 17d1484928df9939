import type { Fault } from 'lectern-protocol/client-messages';
import { formats } from 'lectern-protocol/formats';

/** Returns the JSON Pointer (RFC 6901) of an invalid value, and a description of the expected value. */
export function explain(fault: Fault | undefined): { pointer: string; expected: string } {
  if (!fault) return { pointer: '', expected: 'valid' };
  const { keyword, params, instancePath } = fault;
  const member = (name: unknown) =>
    `${instancePath}/${String(name).replaceAll('~', '~0').replaceAll('/', '~1')}`.slice(0, 512);
  switch (keyword) {
    case 'required':
      return { pointer: member(params.missingProperty), expected: 'present' };
    case 'additionalProperties':
      return { pointer: member(params.additionalProperty), expected: 'absent' };
    case 'type':
      return { pointer: instancePath, expected: `of type ${[params.type].flat().join(' or ')}` };
    case 'const':
      return { pointer: instancePath, expected: JSON.stringify(params.allowedValue) };
    case 'enum':
      return {
        pointer: instancePath,
        expected: `one of ${JSON.stringify(params.allowedValues)}`.slice(0, 512),
      };
    case 'minLength':
      return { pointer: instancePath, expected: `at least ${params.limit} characters long` };
    case 'maxLength':
      return { pointer: instancePath, expected: `at most ${params.limit} characters long` };
    case 'minItems':
      return { pointer: instancePath, expected: `an array of at least ${params.limit}` };
    case 'maxItems':
      return { pointer: instancePath, expected: `an array of at most ${params.limit}` };
    case 'minimum':
    case 'maximum':
    case 'exclusiveMinimum':
    case 'exclusiveMaximum':
      return { pointer: instancePath, expected: `${params.comparison} ${params.limit}` };
    case 'format':
      return { pointer: instancePath, expected: formats[String(params.format)]?.expected ?? 'valid' };
    case 'pattern':
      return { pointer: instancePath, expected: `text that matches ${params.pattern}` };
    default:
      return { pointer: instancePath, expected: fault.message ?? 'valid' };
  }
}
