import { isLeft } from '../../../domain/foundation/fp.ts';
import {
  type Chosen,
  type Effective,
  loadConfig,
  textOfSource,
  withoutPassword,
} from '../../main/config/index.ts';
import { complain, formatProblem, refuse } from '../complain.ts';
import { exitCodes } from '../exit-codes.ts';
import { type Terminal, write } from '../terminal.ts';
import { sourcesOf, type UpFlags } from './flags.ts';

/** `berth config show`: every setting, its value, and where it comes from. */
export const showConfig = async (
  terminal: Terminal,
  flags: UpFlags & { readonly output: string },
): Promise<number> => {
  const problem = formatProblem(flags.output, ['yaml', 'json']);
  if (problem !== undefined) return refuse(terminal, problem);
  const loaded = await loadConfig(sourcesOf(terminal, flags));
  if (isLeft(loaded)) return complain(terminal, loaded.left);
  const { effective } = loaded.right;
  const text = flags.output === 'json' ? jsonOf(effective) : yamlOf(effective);
  await write(terminal.stdout, text);
  return exitCodes.ok;
};

/** `berth config check FILE`: judges the file alone, whatever flags and environment say. */
export const checkConfig = async (terminal: Terminal, file: string): Promise<number> => {
  const loaded = await loadConfig({ flags: {}, environment: {}, file });
  if (isLeft(loaded)) return complain(terminal, loaded.left);
  await write(terminal.stdout, `${file}: in order\n`);
  return exitCodes.ok;
};

/** A value as anybody may see it. */
export const shownValue = ({ value }: Chosen): string | number | boolean | undefined =>
  typeof value === 'string' ? withoutPassword(value) : value;

const jsonOf = (effective: Effective): string => {
  const settings = [...effective].map(([key, chosen]) => [
    key,
    { value: shownValue(chosen) ?? null, source: textOfSource(chosen.source) },
  ]);
  return `${JSON.stringify(Object.fromEntries(settings), undefined, 2)}\n`;
};

/** A file that would set the same, with the sources as remarks. */
const yamlOf = (effective: Effective): string => {
  const lines = new Map<string, string[]>();
  for (const [key, chosen] of effective) {
    const [section, name] = key.includes('.') ? key.split('.') : ['', key];
    const value = shownValue(chosen);
    const said = value === undefined ? '' : ` ${JSON.stringify(value)}`;
    const line = `${section === '' ? '' : '  '}${name ?? ''}:${said}`;
    const list = lines.get(section ?? '') ?? [];
    list.push(`${line.padEnd(44)} # ${textOfSource(chosen.source)}`);
    lines.set(section ?? '', list);
  }
  return [...lines]
    .map(([section, list]) => `${section === '' ? '' : `${section}:\n`}${list.join('\n')}\n`)
    .join('');
};
