import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isLeft } from '../../../../domain/foundation/fp.ts';
import { type ConfigSources, loadConfig, type Loaded } from '../../../../src/main/config/index.ts';

/** A folder for files of one test file; `remove` takes it away. */
export const scratch = (): {
  readonly put: (name: string, text: string | Uint8Array, mode?: number) => string;
  readonly path: (name: string) => string;
  readonly remove: () => void;
} => {
  const folder = mkdtempSync(join(tmpdir(), 'berth-config-'));
  const path = (name: string): string => join(folder, name);
  return {
    path,
    put: (name, text, mode = 0o600) => {
      writeFileSync(path(name), text, { mode });
      return path(name);
    },
    remove: () => rmSync(folder, { recursive: true }),
  };
};

/** What a configuration is refused with: `place | problem | remedy`, or nothing. */
export const refusalOf = async (sources: Partial<ConfigSources>): Promise<string> => {
  const loaded = await loadConfig({ flags: {}, environment: {}, file: undefined, ...sources });
  if (!isLeft(loaded)) return '';
  const { file, field = '', problem, remedy } = loaded.left;
  return `${file} ${field} | ${problem} | ${remedy}`;
};

/** A configuration that has to be in order. */
export const loadedFrom = async (sources: Partial<ConfigSources>): Promise<Loaded> => {
  const loaded = await loadConfig({ flags: {}, environment: {}, file: undefined, ...sources });
  if (isLeft(loaded)) throw new Error(JSON.stringify(loaded.left));
  return loaded.right;
};
