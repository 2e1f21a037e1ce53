import { readFile, stat } from 'node:fs/promises';
import { type Document, LineCounter, parseDocument } from 'yaml';
import { type Either, left, right } from '../../../domain/foundation/fp.ts';
import { type Context, type Contexts, isContextName, serverUrlOf } from './contexts.ts';
import {
  type At,
  ContextRefusal,
  fail,
  type Field,
  fieldsOf,
  nameRemedy,
  textOf,
} from './contexts-fields.ts';
import { type DestinationRefused, refused } from './refused.ts';

/** The file of contexts as it was read: kept whole, so that writing it back keeps comments. */
export interface ContextsFile extends Contexts {
  readonly document: Document;
  /** Whether others than its owner can read it, and there is a token in it. */
  readonly isOpenToOthers: boolean;
}

/** Reads the file of contexts; without a file there are none. */
export const readContexts = async (
  path: string,
): Promise<Either<DestinationRefused, ContextsFile>> => {
  const found = await textAndMode(path);
  if (typeof found === 'string') {
    return left(refused(path, `the file of contexts cannot be read: ${found}`, 'mend its rights'));
  }
  return contextsIn(path, found.text, (found.mode & 0o077) !== 0);
};

const textAndMode = async (
  path: string,
): Promise<{ readonly text: string; readonly mode: number } | string> => {
  try {
    return { text: await readFile(path, 'utf8'), mode: (await stat(path)).mode };
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      return { text: '', mode: 0 };
    }
    return error instanceof Error ? error.message : String(error);
  }
};

/** Reads the text of a file of contexts and says of the first thing that is wrong where it stands. */
export const contextsIn = (
  path: string,
  text: string,
  isReadByOthers: boolean,
): Either<DestinationRefused, ContextsFile> => {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const [broken] = document.errors;
  const at = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `${path}:${line}:${col}`;
  };
  if (broken !== undefined) {
    const [said = ''] = broken.message.split('\n');
    return left(refused(at(broken.pos[0]), `the file is no YAML: ${said}`, 'mend it or delete it'));
  }
  try {
    const read = readRoot(document, at);
    const hasToken = [...read.contexts.values()].some(({ token }) => token !== undefined);
    return right({ ...read, document, isOpenToOthers: isReadByOthers && hasToken });
  } catch (error) {
    if (error instanceof ContextRefusal) return left(error.refusal);
    throw error;
  }
};

const readRoot = (document: Document, at: At): Contexts => {
  const root = document.contents;
  if (root === null) return { current: undefined, contexts: new Map() };
  const fields = fieldsOf(root, at, ['current', 'contexts']);
  const contexts = new Map<string, Context>();
  const listed = fields.get('contexts');
  for (const [name, field] of listed === undefined ? [] : fieldsOf(listed.value, at)) {
    if (!isContextName(name)) {
      fail(at(field.from), `'${name}' can be no name of a context`, nameRemedy);
    }
    contexts.set(name, contextAt(field, at));
  }
  const current = fields.get('current');
  return { current: current && currentAt(current, at, [...contexts.keys()]), contexts };
};

const currentAt = (field: Field, at: At, known: readonly string[]): string => {
  const name = textOf(field, at);
  if (known.includes(name)) return name;
  const none = 'add one: berth context set NAME --server URL';
  const remedy = known.length === 0 ? none : `known are ${known.join(', ')}`;
  return fail(at(field.from), `there is no context '${name}'`, remedy);
};

const contextKeys = ['server', 'token', 'tokenFile', 'project'] as const;

const contextAt = (field: Field, at: At): Context => {
  const fields = fieldsOf(field.value, at, contextKeys);
  const text = (key: (typeof contextKeys)[number]): string | undefined => {
    const found = fields.get(key);
    return found === undefined ? undefined : textOf(found, at);
  };
  const [server, token, tokenFile] = [text('server'), text('token'), text('tokenFile')];
  const serverFrom = fields.get('server')?.from ?? field.from;
  if (server === undefined || serverUrlOf(server) === undefined) {
    return fail(
      at(serverFrom),
      server === undefined ? 'a context needs a server' : `'${server}' is no address of a server`,
      'write server: http://HOST:PORT',
    );
  }
  if (token !== undefined && tokenFile !== undefined) {
    fail(at(field.from), 'a context has a token or a file with one, not both', 'keep one of them');
  }
  return { server, token, tokenFile, project: text('project') };
};
