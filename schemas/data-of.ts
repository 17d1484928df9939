/** A JSON Schema (draft-07): an object of keywords, or `true` for any value. */
export type Schema = { readonly [keyword: string]: unknown } | true;

// Keywords are looked up by `keyof`: TypeScript 5 compares the schemas in a call of `defineFamily` as fresh object
// literals, which do not extend types with fewer members.

type Primitives = { string: string; number: number; integer: number; boolean: boolean; null: null };

type ElementOf<List> = List extends readonly (infer Element)[] ? Element : never;

/** The names of a schema's required members. */
type RequiredOf<S> = 'required' extends keyof S ? ElementOf<S['required']> : never;

type Flat<T> = { [K in keyof T]: T[K] };

type Members<Properties, Required> = Flat<
  { -readonly [K in keyof Properties as K extends Required ? K : never]: DataOf<Properties[K]> } & {
    -readonly [K in keyof Properties as K extends Required ? never : K]?: DataOf<Properties[K]>;
  }
>;

/** Members that are not required are optional. Members that the schema does not name are not in the type. */
type ObjectOf<S> = 'properties' extends keyof S
  ? Members<S['properties'], RequiredOf<S>>
  : { [name: string]: 'additionalProperties' extends keyof S ? DataOf<S['additionalProperties']> : unknown };

type ArrayOf<S> = 'items' extends keyof S ? DataOf<S['items']>[] : unknown[];

type OfType<S, T> = T extends keyof Primitives
  ? Primitives[T]
  : T extends 'array'
    ? ArrayOf<S>
    : T extends 'object'
      ? ObjectOf<S>
      : unknown;

/**
 * The type of the data that a schema describes. It understands `const`, `enum`, `anyOf`, `oneOf`, `type` (also a list),
 * `properties`, `required`, `additionalProperties` and `items`. Other keywords only restrict these types. If none of
 * them is present, for example beside `$ref` or `allOf`, the type is `unknown`.
 */
export type DataOf<S> = S extends unknown
  ? 'const' extends keyof S
    ? S['const']
    : 'enum' extends keyof S
      ? ElementOf<S['enum']>
      : 'anyOf' extends keyof S
        ? DataOf<ElementOf<S['anyOf']>>
        : 'oneOf' extends keyof S
          ? DataOf<ElementOf<S['oneOf']>>
          : 'type' extends keyof S
            ? OfType<S, S['type'] extends readonly unknown[] ? ElementOf<S['type']> : S['type']>
            : unknown
  : never;
