import { type Either, left, right } from './fp.ts';
import { invariant } from './invariant.ts';
import { type JsonLimits, type JsonProblem, scanJson } from './json-scan.ts';

export type { JsonLimits, JsonProblem } from './json-scan.ts';

/** JSON from outside that is not taken: what is wrong, where, and what to do about it. */
export interface JsonRejection {
  readonly _tag: 'JsonRefused';
  readonly reason: JsonProblem;
  /** 1 for the first. */
  readonly line: number;
  /** 1 for the first; counted in UTF-16 code units. */
  readonly column: number;
  /** The place in the document as a JSON pointer (RFC 6901); empty for the document itself. */
  readonly pointer: string;
  readonly problem: string;
  readonly remedy: string;
}

/** What input from people and other programs may hold, unless its reader says otherwise. */
export const jsonLimits: JsonLimits = { depthMax: 64, bytesMax: 4 * 1024 * 1024, keysMax: 100_000 };

/**
 * Reads JSON from outside and takes nothing that two programs could read differently.
 *
 * Refused are, besides what is no JSON: duplicate keys, `__proto__`, `constructor` and `prototype` as keys, lone
 * surrogates, −0, numbers that a double cannot hold (1e400, 9007199254740993), and whatever passes the limits. What is
 * taken equals what `JSON.parse` makes of it.
 * @cost one pass that does not recurse, then `JSON.parse`
 * @source RFC 8259, RFC 7493 (I-JSON) · reliability reference §3.3
 */
export const parseStrict = (text: string, limits: JsonLimits): Either<JsonRejection, unknown> => {
  const found = scanJson(text, limits);
  if (found === undefined) return right(JSON.parse(text));
  const { reason, pointer, problem, remedy } = found;
  const before = text.slice(0, found.at);
  const lineStart = before.lastIndexOf('\n') + 1;
  const line = before.split('\n').length;
  const column = found.at - lineStart + 1;
  return left({ _tag: 'JsonRefused', reason, line, column, pointer, problem, remedy });
};

const canonicalDepthMax = 256;

/**
 * The one way to write a value as JSON: keys in code-unit order, no spaces, integers only.
 *
 * For documents without a schema of their own; facts have generated serialisers, which are faster. A member that is
 * `undefined` is absent.
 * @throws InvariantViolation for what has no canonical form: fractions, numbers beyond 2^53, −0, lone surrogates, other
 * objects than plain ones and arrays, cycles
 * @source RFC 8785, narrowed to integers
 */
export const canonicalJson = (value: unknown): string => canonicalAt(value, 0);

const canonicalAt = (value: unknown, depth: number): string => {
  invariant(depth <= canonicalDepthMax, 'a value this deep has no canonical form');
  switch (typeof value) {
    case 'string':
      invariant(value.isWellFormed(), 'a text with a lone surrogate has no canonical form');
      return JSON.stringify(value);
    case 'number':
      invariant(
        Number.isSafeInteger(value) && !Object.is(value, -0),
        () => `${value} has no canonical form: only safe integers have`,
      );
      return String(value);
    case 'boolean':
      return String(value);
    case 'object':
      return value === null ? 'null' : canonicalObject(value, depth);
    case 'undefined':
    case 'bigint':
    case 'symbol':
    case 'function':
      invariant(false, () => `a ${typeof value} has no canonical form`);
  }
};

const canonicalObject = (value: object, depth: number): string => {
  if (Array.isArray(value)) {
    return `[${Array.from(value, (item: unknown) => canonicalAt(item, depth + 1)).join(',')}]`;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  invariant(
    prototype === Object.prototype || prototype === null,
    'only plain objects and arrays have a canonical form',
  );
  let members = '';
  // Without a comparison texts are put into the order of their code units.
  for (const key of Object.keys(value).toSorted()) {
    const member: unknown = Reflect.get(value, key);
    if (member === undefined) continue;
    const text = `${canonicalAt(key, depth)}:${canonicalAt(member, depth + 1)}`;
    members = members === '' ? text : `${members},${text}`;
  }
  return `{${members}}`;
};
