import { Compile } from 'typebox/compile';
import {
  type Either,
  isLeft,
  left,
  right,
  type TaskEither,
  task,
} from '../../domain/foundation/fp.ts';
import { type JsonLimits, parseStrict } from '../../domain/foundation/json.ts';
import type { InputFault } from '../ports/scenario.ts';
import { readTextBytes, type TextKind } from './file.ts';
import { faultOf, refuse, shown } from './refusal.ts';
import { nonsenseIn } from './vector-file-sense.ts';
import { type Vector, vectorShape } from './vector-file-shape.ts';

const bytesMax = 64 * 1024 * 1024;
const limits: JsonLimits = { depthMax: 64, bytesMax, keysMax: 5_000_000 };
const kind: TextKind = { name: 'JSON', content: 'a list of cases', bytesMax };

/** A case that is not as the format says. */
export interface VectorRefusal {
  readonly file: string;
  readonly id: string;
  /** JSON pointer into the file. */
  readonly pointer: string;
  readonly problem: string;
}

/**
 * Reads a file of vectors. What is wrong with a case concerns that case alone: the others are taken.
 *
 * @shape a member that is null counts as absent
 * @source the README beside the vectors says what a file may hold
 */
export const readVectorFile = (
  file: string,
): TaskEither<InputFault, readonly Either<VectorRefusal, Vector>[]> =>
  task.tryCatch(async () => {
    const value = await readJson(file);
    if (!Array.isArray(value)) {
      return refuse({ file, problem: 'no list of cases', remedy: 'name a file of vectors' });
    }
    return value.map((one: unknown, index) => checked(file, withoutNulls(one), index));
  }, faultOf);

/** Reads a JSON document. @throws InputRefusal */
export const readJson = async (file: string): Promise<unknown> => {
  const text = (await readTextBytes(file, kind)).toString('utf8');
  const parsed = parseStrict(text, limits);
  if (!isLeft(parsed)) return parsed.right;
  const { line, pointer, problem, remedy } = parsed.left;
  return refuse({ file, line, problem: `${problem} at ${pointer || '/'}`, remedy });
};

const withoutNulls = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).filter(([, member]) => member !== null);
  return Object.fromEntries(members.map(([key, member]) => [key, withoutNulls(member)]));
};

const shape = Compile(vectorShape);

const checked = (file: string, value: unknown, index: number): Either<VectorRefusal, Vector> => {
  if (shape.Check(value)) return sound(value, { file, index });
  const errors = shape.Errors(value);
  const first = errors.find(({ keyword }) => keyword === 'boolean') ?? errors[0];
  const path = first?.instancePath ?? '';
  return left({
    file,
    id: idOf(value, index),
    pointer: `/${index}${path}`,
    problem:
      first?.keyword === 'boolean'
        ? `the format has no ${shown(path.slice(path.lastIndexOf('/') + 1))}`
        : `${seenAt(value, path)} ${first?.message ?? 'is wrong'}`,
  });
};

/** What the shape alone cannot say: a mode has what it needs, and names mean one thing. */
const sound = (
  value: Vector,
  at: { readonly file: string; readonly index: number },
): Either<VectorRefusal, Vector> => {
  const missing =
    value.mode === 'single'
      ? value.action === undefined && 'action'
      : value.rounds === undefined && 'rounds';
  if (missing === false) {
    const found = nonsenseIn(value);
    if (found === undefined) return right(value);
    const pointer = `/${at.index}${found.pointer}`;
    return left({ file: at.file, id: value.id, pointer, problem: found.problem });
  }
  const problem = `a case of mode ${value.mode} needs ${shown(missing)}`;
  return left({ file: at.file, id: value.id, pointer: `/${at.index}`, problem });
};

const idOf = (value: unknown, index: number): string => {
  const id = memberOf(value, 'id');
  return typeof id === 'string' ? id : `#${index}`;
};

const memberOf = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null
    ? Object.getOwnPropertyDescriptor(value, key)?.value
    : undefined;

const seenAt = (value: unknown, path: string): string => {
  const found = path
    .split('/')
    .slice(1)
    .reduce((at, step) => memberOf(at, step.replaceAll('~1', '/').replaceAll('~0', '~')), value);
  if (typeof found === 'string') return shown(found);
  return Array.isArray(found) ? 'the list' : (JSON.stringify(found) ?? 'nothing').slice(0, 40);
};
