import { resolve } from 'node:path';
import { closestTo } from '../../domain/foundation/closest.ts';
import { isLeft } from '../../domain/foundation/fp.ts';
import { complain, fail, refuse } from './complain.ts';
import { exitCodes } from './exit-codes.ts';
import { type Column, fill, isFormat, printAs, textOr } from './print/index.ts';
import { type Context, contextsPath, isContextName, serverUrlOf } from './remote/contexts.ts';
import { type ContextsFile, readContexts } from './remote/contexts-read.ts';
import { writeContexts } from './remote/contexts-write.ts';
import { shapeOf } from './resources/format.ts';
import { type Terminal, write } from './terminal.ts';

/** A context as the list shows it; never its token. */
interface ContextRow {
  readonly name: string;
  readonly server: string;
  readonly isCurrent: boolean;
  /** Where its token comes from. */
  readonly token: string;
  readonly project: string | null;
}

const columns: readonly Column<ContextRow>[] = [
  { header: 'used', value: ({ isCurrent }) => (isCurrent ? '*' : ''), importance: 'keep' },
  { header: 'name', value: ({ name }) => name, importance: 'keep' },
  { header: 'server', value: ({ server }) => server },
  { header: 'token', value: ({ token }) => token },
  { header: 'project', value: ({ project }) => textOr(project ?? '') },
];

/** `berth context list`. */
export const contextList = (
  terminal: Terminal,
  args: { readonly output: string; readonly headers: boolean },
): Promise<number> => {
  const shape = shapeOf(args.output);
  if (typeof shape === 'string') return refuse(terminal, shape);
  return withFile(terminal, async ({ file }) => {
    const rows = [...file.contexts].map(([name, context]) => rowOf(name, context, file.current));
    const listing = {
      noun: 'context',
      rows,
      columns,
      nameOf: (row: ContextRow) => row.name,
      recordOf: (row: ContextRow) => row,
    };
    const text =
      shape.path === undefined
        ? await printAs(isFormat(shape.format) ? shape.format : 'table', listing, {
            noHeaders: !args.headers,
            width: terminal.width,
            color: terminal.isColoured,
          })
        : fill(shape.path, { items: rows });
    await write(terminal.stdout, text);
    if (rows.length === 0) await write(terminal.stderr, 'No contexts found.\n');
    return exitCodes.ok;
  });
};

const rowOf = (name: string, context: Context, current: string | undefined): ContextRow => ({
  name,
  server: context.server,
  isCurrent: name === current,
  token: context.tokenFile ?? (context.token === undefined ? 'none' : 'kept here'),
  project: context.project ?? null,
});

/** `berth context current`; exit 3 where none is in use. */
export const contextCurrent = (terminal: Terminal): Promise<number> =>
  withFile(terminal, async ({ file, path }) => {
    if (file.current !== undefined) {
      await write(terminal.stdout, `${file.current}\n`);
      return exitCodes.ok;
    }
    return fail(terminal, {
      what: 'no context is in use',
      where: path,
      remedy: 'berth context use NAME, or berth context set NAME --server URL',
      exitCode: exitCodes.notFound,
    });
  });

/** `berth context use NAME`. */
export const contextUse = (terminal: Terminal, name: string): Promise<number> =>
  withFile(terminal, async ({ file, path }) => {
    if (!file.contexts.has(name)) return unknownContext(terminal, { file, path }, name);
    return change(terminal, { file, path }, [{ path: ['current'], value: name }]);
  });

/** `berth context delete NAME`. */
export const contextDelete = (terminal: Terminal, name: string): Promise<number> =>
  withFile(terminal, async ({ file, path }) => {
    if (!file.contexts.has(name)) return unknownContext(terminal, { file, path }, name);
    const unused = file.current === name ? [{ path: ['current'], value: undefined }] : [];
    return change(terminal, { file, path }, [
      { path: ['contexts', name], value: undefined },
      ...unused,
    ]);
  });

/** `berth context set`'s options. */
export interface ContextSetArguments {
  readonly server?: string;
  readonly tokenFile?: string;
  readonly tokenStdin?: boolean;
  readonly project?: string;
}

/** `berth context set NAME`. */
export const contextSet = (
  terminal: Terminal,
  name: string,
  args: ContextSetArguments,
): Promise<number> =>
  withFile(terminal, async ({ file, path }) => {
    const isNew = !file.contexts.has(name);
    const problem = setProblem(name, args, isNew);
    if (problem !== undefined) return refuse(terminal, problem);
    const token = args.tokenStdin === true ? (await terminal.input()).trim() : undefined;
    if (token !== undefined && !/^[\x21-\x7e]{1,8192}$/.test(token)) {
      return refuse(terminal, wrong('stdin holds no token', '--token-stdin', 'write one word'));
    }
    return change(terminal, { file, path }, [
      ...changesOf(name, args, token),
      ...(file.current === undefined ? [{ path: ['current'], value: name }] : []),
    ]);
  });

const changesOf = (
  name: string,
  { server, tokenFile, project }: ContextSetArguments,
  token: string | undefined,
) => {
  const at = (key: string, value: string | undefined) => ({ path: ['contexts', name, key], value });
  return [
    ...(server === undefined ? [] : [at('server', server)]),
    ...(token === undefined ? [] : [at('token', token), at('tokenFile', undefined)]),
    ...(tokenFile === undefined
      ? []
      : [at('tokenFile', resolve(tokenFile)), at('token', undefined)]),
    ...(project === undefined ? [] : [at('project', project === '' ? undefined : project)]),
  ];
};

const wrong = (what: string, where: string, remedy: string): string =>
  `error: ${what}\n  at: ${where}\n  remedy: ${remedy}\n`;

const setProblem = (
  name: string,
  { server }: ContextSetArguments,
  isNew: boolean,
): string | undefined => {
  if (!isContextName(name)) {
    const remedy = 'use letters, digits, ".", "_" and "-", at most 63';
    return wrong(`'${name}' can be no name of a context`, 'NAME', remedy);
  }
  if (isNew && server === undefined) {
    return wrong('a new context needs a server', '--server', 'write --server http://HOST:PORT');
  }
  return server === undefined || serverUrlOf(server) !== undefined
    ? undefined
    : wrong(`'${server}' is no address of a server`, '--server', 'write http://HOST:PORT');
};

interface Place {
  readonly file: ContextsFile;
  readonly path: string;
}

const withFile = async (
  terminal: Terminal,
  use: (place: Place) => Promise<number>,
): Promise<number> => {
  const path = contextsPath(terminal);
  if (path === undefined) {
    const remedy = 'set HOME or XDG_CONFIG_HOME';
    return refuse(terminal, wrong('there is no place to keep contexts', 'HOME', remedy));
  }
  const file = await readContexts(path);
  return isLeft(file) ? complain(terminal, file.left) : use({ file: file.right, path });
};

const change = async (
  terminal: Terminal,
  { file, path }: Place,
  changes: Parameters<typeof writeContexts>[2],
): Promise<number> => {
  const problem = await writeContexts(path, file.document, changes);
  if (problem === undefined) return exitCodes.ok;
  return fail(terminal, {
    what: `the file of contexts cannot be written: ${problem}`,
    where: path,
    remedy: 'mend the rights of its folder',
    exitCode: exitCodes.failure,
  });
};

const unknownContext = (
  terminal: Terminal,
  { file, path }: Place,
  name: string,
): Promise<number> => {
  const known = [...file.contexts.keys()];
  const close = closestTo(name, known);
  const all = known.length === 0 ? 'there are none yet' : `known are ${known.join(', ')}`;
  return fail(terminal, {
    what: `there is no context '${name}'`,
    where: path,
    remedy: close.length === 0 ? all : `did you mean ${close.join(' or ')}?`,
    exitCode: exitCodes.notFound,
  });
};
