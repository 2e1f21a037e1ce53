import type { InputFault } from '../../../adapters/ports/scenario.ts';
import { type Either, isLeft, right } from '../../../domain/foundation/fp.ts';
import { type Config, configOf } from './config.ts';
import { checkWritten, choose, type Effective } from './effective.ts';
import { readTextFile } from './read-file.ts';
import { readPage, type Written } from './yaml-page.ts';

export type { Config } from './config.ts';
export { type Chosen, type Effective, strayVariables } from './effective.ts';
export { type LedgerPlace, textOfPlace, withoutPassword } from './ledger-place.ts';
export { textOfSource } from './refusal.ts';
export type { Setting } from './setting.ts';
export { settings } from './settings.ts';
export type { SiteShape } from './site-shape.ts';
export { readTokens, type Tokens } from './tokens.ts';

/** Where a configuration is looked for. */
export interface ConfigSources {
  /** By key, as the command line has them. */
  readonly flags: Readonly<Record<string, string | boolean | undefined>>;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The file that `--config` names; else `BERTH_CONFIG` does, else there is none. */
  readonly file: string | undefined;
}

/** A configuration and how it came about. */
export interface Loaded {
  readonly config: Config;
  readonly effective: Effective;
}

/** Finds out what is set: flag before environment before file before default. */
export const loadConfig = async (sources: ConfigSources): Promise<Either<InputFault, Loaded>> => {
  const { flags, environment } = sources;
  const named = environment['BERTH_CONFIG'];
  const file = sources.file ?? (named === '' ? undefined : named);
  const written = file === undefined ? right([]) : await readConfigFile(file);
  if (isLeft(written)) return written;
  const effective = choose({ flags, environment, file, written: written.right });
  if (isLeft(effective)) return effective;
  const config = configOf(effective.right);
  return isLeft(config) ? config : right({ config: config.right, effective: effective.right });
};

const bytesMax = 64 * 1024;

/** Reads a configuration file and judges every value in it. */
const readConfigFile = async (file: string): Promise<Either<InputFault, readonly Written[]>> => {
  const read = await readTextFile({ path: file, what: 'a configuration', bytesMax });
  if (isLeft(read)) return read;
  const written = readPage(file, read.right.text);
  if (isLeft(written)) return written;
  const checked = checkWritten(file, written.right);
  return isLeft(checked) ? checked : written;
};
