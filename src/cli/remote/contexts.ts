import { join } from 'node:path';
import type { Terminal } from '../terminal.ts';

/** A server that somebody works with, by a name of its own. */
export interface Context {
  /** An address such as `http://127.0.0.1:7766`. */
  readonly server: string;
  readonly token?: string | undefined;
  /** A file with a token; a name that does not begin with `/` is meant from the folder of the contexts. */
  readonly tokenFile?: string | undefined;
  /** The project that is meant where none is named. */
  readonly project?: string | undefined;
}

/** All contexts, and the one that is used where none is named. */
export interface Contexts {
  readonly current: string | undefined;
  readonly contexts: ReadonlyMap<string, Context>;
}

/** Where contexts are kept; `undefined` for somebody without a home. */
export const contextsPath = ({ env }: Pick<Terminal, 'env'>): string | undefined => {
  const configHome = env['XDG_CONFIG_HOME'];
  if (configHome !== undefined && configHome.startsWith('/')) {
    return join(configHome, 'berth', 'config.yaml');
  }
  const home = env['HOME'];
  return home === undefined || home === ''
    ? undefined
    : join(home, '.config', 'berth', 'config.yaml');
};

/** Reads an address of a server: `https://host:port`, or `host:port` for http; `undefined` where it is none. */
export const serverUrlOf = (text: string): URL | undefined => {
  const full = /^https?:\/\//.test(text) ? text : `http://${text}`;
  if (!URL.canParse(full) || /[\s@?#]/.test(text)) return undefined;
  const url = new URL(full);
  if (url.hostname === '') return undefined;
  if (!url.pathname.endsWith('/')) url.pathname += '/';
  return url;
};

const nameForm = /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/;

/** Tells whether a text can name a context. */
export const isContextName = (text: string): boolean => nameForm.test(text);
