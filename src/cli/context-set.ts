import { resolve } from 'node:path';
import { refuse } from './complain.ts';
import { change, withFile, wrong } from './contexts-place.ts';
import { isContextName, serverUrlOf } from './remote/contexts.ts';
import type { ContextChange } from './remote/contexts-write.ts';
import type { Terminal } from './terminal.ts';

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
): readonly ContextChange[] => {
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
