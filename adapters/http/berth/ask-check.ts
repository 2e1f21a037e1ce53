import { Compile, type Validator } from 'typebox/compile';
import { closestTo } from '../../../domain/foundation/closest.ts';
import { askMembers, askVariant } from './ask-shapes.ts';

/** What is wrong with one member of an ask. */
export interface AskProblem {
  /** JSON pointer (RFC 6901) into the ask, or the name of an option behind a slash; empty for the whole. */
  readonly pointer: string;
  readonly value: unknown;
  readonly problem: string;
}

/**
 * Says what is wrong with an ask that comes from a program, whose types may have promised nothing; nothing where it can be asked.
 *
 * Knows the schemas of `POST /berth/v1/asks` and no server.
 * @cost compiling under 5 ms for each kind of ask, when the first of it comes; a check about 1 µs
 */
export const problemsOfAsk = (ask: unknown): readonly AskProblem[] => {
  if (typeof ask !== 'object' || ask === null) {
    return [{ pointer: '', value: ask, problem: 'is no object' }];
  }
  const type = ownMember(ask, 'type');
  const check = typeof type === 'string' ? checkOf(type) : undefined;
  if (check === undefined) return [{ pointer: '/type', value: type, problem: unknownKind(type) }];
  return check.Check(ask) ? [] : told(check.Errors(ask), ask);
};

const compiled = new Map<string, Validator>();

const checkOf = (type: string): Validator | undefined => {
  const known = compiled.get(type);
  if (known !== undefined) return known;
  const entry = Object.entries(askMembers).find(([name]) => name === type);
  if (entry === undefined) return undefined;
  const check: Validator = Compile(askVariant(entry));
  compiled.set(type, check);
  return check;
};

const unknownKind = (type: unknown): string => {
  if (type === undefined) return 'is missing';
  const close =
    typeof type === 'string' && type.length <= 200 ? closestTo(type, Object.keys(askMembers)) : [];
  return close.length === 0
    ? 'is no kind of ask'
    : `is no kind of ask; did you mean ${close.join(' or ')}?`;
};

interface Found {
  readonly keyword: string;
  readonly instancePath: string;
  readonly params: object;
  readonly message: string;
}

/** Keywords that only sum up what others say. */
const summaries = new Set(['additionalProperties', 'oneOf', 'allOf']);

/** Most problems that are told at once. */
const problemsMax = 20;

const told = (found: readonly Found[], ask: object): readonly AskProblem[] => {
  const choices = found.filter(({ keyword }) => keyword === 'anyOf');
  // Where none of several shapes fits, what each of them lacks would only confuse.
  const isInside = ({ keyword, instancePath }: Found): boolean =>
    keyword !== 'anyOf' &&
    choices.some(
      (choice) =>
        instancePath === choice.instancePath || instancePath.startsWith(`${choice.instancePath}/`),
    );
  return found
    .filter((error) => !summaries.has(error.keyword) && !isInside(error))
    .slice(0, problemsMax)
    .flatMap((error) => problemsIn(error, ask));
};

const problemsIn = (error: Found, ask: object): readonly AskProblem[] => {
  const { keyword, instancePath: pointer, params, message } = error;
  const missing: unknown = ownMember(params, 'requiredProperties');
  if (keyword === 'required' && Array.isArray(missing)) {
    return missing.map((name) => ({
      pointer: `${pointer}/${String(name).replaceAll('~', '~0').replaceAll('/', '~1')}`,
      value: undefined,
      problem: 'is missing',
    }));
  }
  const value = valueAt(ask, pointer);
  if (keyword === 'boolean') return [{ pointer, value, problem: 'is not known here' }];
  if (keyword === 'anyOf' || keyword === 'enum')
    return [{ pointer, value, problem: 'is none of what can stand here' }];
  return [{ pointer, value, problem: message }];
};

const valueAt = (whole: unknown, pointer: string): unknown => {
  let value = whole;
  for (const step of pointer.split('/').slice(1)) {
    value = ownMember(value, step.replaceAll('~1', '/').replaceAll('~0', '~'));
  }
  return value;
};

const ownMember = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? Reflect.get(value, key)
    : undefined;
