import { fail, refuse } from './complain.ts';
import { change, unknownContext, withFile } from './contexts-place.ts';
import { exitCodes } from './exit-codes.ts';
import { type Column, fill, isFormat, printAs, textOr } from './print/index.ts';
import type { Context } from './remote/contexts.ts';
import { type Shape, shapeOf } from './resources/format.ts';
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
    await write(terminal.stdout, await textOf(rows, shape, { terminal, headers: args.headers }));
    if (rows.length === 0) await write(terminal.stderr, 'No contexts found.\n');
    return exitCodes.ok;
  });
};

const textOf = async (
  rows: readonly ContextRow[],
  shape: Shape,
  { terminal, headers }: { readonly terminal: Terminal; readonly headers: boolean },
): Promise<string> => {
  if (shape.path !== undefined) return fill(shape.path, { items: rows });
  const nameOf = ({ name }: ContextRow): string => name;
  const recordOf = (row: ContextRow): object => row;
  const { width, isColoured: color } = terminal;
  const format = isFormat(shape.format) ? shape.format : 'table';
  const listing = { noun: 'context', rows, columns, nameOf, recordOf };
  return printAs(format, listing, { noHeaders: !headers, width, color });
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
