import { fileURLToPath } from 'node:url';
import { _, Ajv, type CodeKeywordDefinition } from 'ajv';
import { useFunc } from 'ajv/dist/compile/util.js';
import ucs2lengthModule from 'ajv/dist/runtime/ucs2length.js';
import standaloneModule from 'ajv/dist/standalone/index.js';
import limitLengthModule from 'ajv/dist/vocabularies/validation/limitLength.js';
import { build } from 'esbuild';
import { formats } from '../formats.js';
import { type Family, type JsonSchema, keyOf, type Message, root, type Sources } from './load.js';

const standaloneCode = standaloneModule.default;

/** `client-joined` → `ClientJoined`, `/layout JOIN` → `LayoutJOIN`. */
export const pascal = (key: string): string =>
  key
    .replace(/[^A-Za-z0-9]+(.)/g, (_, letter: string) => letter.toUpperCase())
    .replace(/^./, (c) => c.toUpperCase());

/** What keywords of our own mean is for the generators; to ajv they are annotations. */
export const annotations = ['tsType', 'group', 'unit', 'value', 'short', 'secret'];

const words = ['title', 'description', '$schema'];

/**
 * The limits of a string's length. A string has no more characters than code units, and at least half as many: only
 * where that leaves it open are characters counted, which takes a look at each.
 */
const lengthLimits = (['maxLength', 'minLength'] as const).map(
  (keyword): CodeKeywordDefinition => ({
    ...limitLengthModule.default,
    keyword,
    $data: false,
    before: 'pattern',
    code(cxt) {
      const { data, gen } = cxt;
      const limit = cxt.schema as number;
      const characters = _`${useFunc(gen, ucs2lengthModule.default as never)}(${data})`;
      if (keyword === 'maxLength') cxt.fail(_`${data}.length > ${limit} && ${characters} > ${limit}`);
      else
        cxt.fail(_`${data}.length < ${limit} || (${data}.length < ${2 * limit} && ${characters} < ${limit})`);
    },
  }),
);

/** @param removeAdditional whether validators remove members that a schema does not allow, instead of failing */
export function newAjv(removeAdditional = false): Ajv {
  const ajv = new Ajv({
    removeAdditional,
    strict: true,
    allowUnionTypes: true,
    strictRequired: false,
    messages: true,
    keywords: annotations,
    inlineRefs: false,
    code: { source: true, esm: true, lines: true, formats: _`formats` },
  });
  for (const [name, { validate }] of Object.entries(formats)) ajv.addFormat(name, { validate });
  for (const definition of lengthLimits)
    ajv.removeKeyword(definition.keyword as string).addKeyword(definition);
  return ajv;
}

/** A schema without the words that are for people and for the generators. */
export function bare(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(bare);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      // A member of that name, in `properties`, is an object.
      .filter(([name, child]) => typeof child === 'object' || ![...annotations, ...words].includes(name))
      .map(([name, child]) => [name, bare(child)]),
  );
}

/** A schema that lets members be that it does not know. */
function open(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(open);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name, child]) => !(name === 'additionalProperties' && child === false))
      .map(([name, child]) => [name, open(child)]),
  );
}

/** Validators that are used together, and the file they are in: a page need not load what only the server checks. */
export interface ValidatorFile {
  file: string;
  /** The name under which each schema's validator is exported. */
  schemas: Map<string, JsonSchema>;
}

/** The file of validators that remove unknown members. */
const DROPPING = 'dropping-validators';

/** Which file a payload's validator is in: what is relayed both sides check. */
export function validatorFile(side: 'client' | 'server', family: Family, message: Message): string {
  if (message.server === 'same') return 'relayed-validators';
  return side === 'client' && family.unknown_members === 'dropped' ? DROPPING : `${side}-validators`;
}

export function validatorFiles(sources: Sources): ValidatorFile[] {
  const files = new Map<string, Map<string, JsonSchema>>([
    [
      'validators',
      new Map([
        ['envelope', sources.envelope],
        ['roomId', sources.shared.roomId ?? {}],
      ]),
    ],
    ['options-validator', new Map([['options', sources.config]])],
    ['token-validators', new Map(Object.entries(sources.tokens))],
    ['http-validators', new Map(Object.entries(sources.http))],
    ['webhook-validators', new Map(Object.entries(sources.webhooks))],
  ]);
  const add = (file: string, name: string, schema: JsonSchema) => {
    const schemas = files.get(file) ?? new Map<string, JsonSchema>();
    files.set(file, schemas.set(name, schema));
  };
  for (const family of sources.families) {
    for (const [type, message] of Object.entries(family.messages)) {
      const key = pascal(keyOf(family, type));
      if (message.client?.data)
        add(validatorFile('client', family, message), `client${key}`, message.client.data);
      if (typeof message.server === 'object' && message.server.data) {
        add(validatorFile('server', family, message), `server${key}`, message.server.data);
      }
    }
  }
  // A page that was opened before the server was brought up to date goes on with what it knows.
  const lenient = (file: string, schema: JsonSchema) =>
    file === 'server-validators' ? (open(schema) as JsonSchema) : schema;
  return [...files].map(([file, schemas]) => ({
    file,
    schemas: new Map([...schemas].map(([name, schema]) => [name, lenient(file, schema)])),
  }));
}

/** Refers to a shared object or list where a schema holds one, so that what checks it is there once. */
function withReferences(schema: JsonSchema, shared: Map<string, string>): JsonSchema {
  const replace = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(replace);
    if (typeof value !== 'object' || value === null) return value;
    const name = shared.get(JSON.stringify(value));
    return name ? { $ref: `${name}#` } : inside(value);
  };
  const inside = (value: object) =>
    Object.fromEntries(Object.entries(value).map(([name, child]) => [name, replace(child)]));
  return inside(schema);
}

/** The validators as plain code that needs neither ajv nor eval at run time. */
export async function validators(sources: Sources, { file, schemas }: ValidatorFile): Promise<string> {
  const ajv = newAjv(file === DROPPING);
  const exported: Record<string, string> = {};
  const shapes = Object.entries(sources.shared)
    .flatMap(([name, schema]) => [
      [name, bare(schema) as JsonSchema] as const,
      [`open-${name}`, open(bare(schema)) as JsonSchema] as const,
    ])
    .filter(([, schema]) => schema.type === 'object' || schema.type === 'array');
  const shared = new Map(shapes.map(([name, schema]) => [JSON.stringify(schema), `shared-${name}`]));
  for (const [name, schema] of shapes) ajv.addSchema(withReferences(schema, shared), `shared-${name}`);
  for (const [name, schema] of schemas) {
    // ajv knows a schema by its identity, and a reference resolved twice is one object.
    ajv.addSchema(withReferences(bare(schema) as JsonSchema, shared), name);
    exported[name] = name;
  }
  const source = standaloneCode(ajv, exported);
  const bundled = await build({
    // ajv writes require() for its few run-time helpers even into a module; bundling puts them in.
    absWorkingDir: fileURLToPath(root),
    stdin: { contents: source, resolveDir: fileURLToPath(root), loader: 'js' },
    bundle: true,
    format: 'esm',
    platform: 'neutral',
    mainFields: ['main'],
    write: false,
    legalComments: 'none',
    // Nested as deep as the schemas, the code would be mostly indentation.
    minifyWhitespace: true,
    lineLimit: 200,
  });
  const code = bundled.outputFiles[0]?.text.replaceAll(/^\/\/ node_modules.*\n/gm, '') ?? '';
  const imports = [
    ...(/= formats[.[]/.test(source) ? ["import { formats } from '../formats.js';"] : []),
    "import type { Validate } from '../validate.js';",
  ];
  return `// @ts-nocheck\n${imports.join('\n')}\n${typed(code, Object.keys(exported))}`;
}

/** Gives the exported validators their type: what TypeScript infers of ajv's code does not compile elsewhere. */
function typed(code: string, names: string[]): string {
  return names.reduce((before, name) => {
    const after = before.replace(`var ${name}=`, `var ${name}:Validate=`);
    if (after === before) throw new Error(`the validator ${name} is not in ajv's code`);
    return after;
  }, code);
}
