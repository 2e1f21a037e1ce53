import { dirname, resolve } from 'node:path';
import { isMap, parseDocument } from 'yaml';
import type { InputFault } from '../../../adapters/ports/scenario.ts';
import { type Either, isLeft, left, right } from '../../../domain/foundation/fp.ts';
import type { Patch, PatchRefused } from '../../app/whatif/index.ts';
import { readPolicy } from '../../main/config/policy/index.ts';
import { readTextFile } from '../../main/config/read-file.ts';
import type { Failure } from '../exit-codes.ts';
import { failureOf } from '../failures.ts';
import { type PatchBeside, patchOf } from './patch-of.ts';

/** Most bytes of a patch. */
export const bytesMax = 4 * 1024 * 1024;

/** Reads a patch from a file of YAML or JSON; or says what is wrong, where, and what to do. */
export const readPatch = async (file: string): Promise<Patch | Failure> => {
  const read = await readTextFile({ path: file, what: 'a patch', bytesMax });
  if (isLeft(read)) return failureOf(read.left);
  return patchOf(
    { file, text: read.right.text },
    {
      policy: (name) => readPolicy(besideOf(file, name)),
      kernel: (name) => right({ file: besideOf(file, name) }),
    },
  );
};

/** How messages call a patch that came from elsewhere. */
const sentPatch = 'patch';

/** Reads a patch that somebody has sent, as JSON or as the text of a file; no other file is read because of it. */
export const patchSent = async (written: unknown): Promise<Either<PatchRefused, Patch>> => {
  const text = typeof written === 'string' ? written : JSON.stringify(written);
  const patch = await patchOf({ file: sentPatch, text }, nothingBeside);
  if (!('what' in patch)) return right(patch);
  const { what: problem, where = '', remedy = 'mend it' } = patch;
  const field = where.replace(/^patch:[\d:]*(?:, field )?|^patch, field /, '');
  return left({ _tag: 'PatchRefused', field, problem, remedy });
};

/** A file that somebody names from outside is not read, and what stands in it is not run. */
const nothingBeside: PatchBeside = {
  policy: async (name) =>
    name === 'default'
      ? readPolicy(name)
      : left(elsewhere('policy', name, 'send the rules themselves')),
  kernel: (name) =>
    left(elsewhere('kernel', name, 'name a released one, or ask the ledger itself: --ledger FILE')),
};

const elsewhere = (field: string, name: string, remedy: string): InputFault => ({
  _tag: 'InputRefused',
  retry: 'never',
  file: sentPatch,
  line: undefined,
  field,
  problem: `'${name}' is the name of a file, and files are not read here`,
  remedy,
});

/** The text of a patch with the policy in it that lies in a file beside it: it can be sent somewhere. */
export const portablePatch = async (file: string): Promise<Either<InputFault, string>> => {
  const read = await readTextFile({ path: file, what: 'a patch', bytesMax });
  if (isLeft(read)) return read;
  const { text } = read.right;
  const document = parseDocument(text);
  const name = isMap(document.contents) ? document.get('policy') : undefined;
  if (typeof name !== 'string' || name === 'default') return right(text);
  const rules = await readTextFile({ path: besideOf(file, name), what: 'a policy', bytesMax });
  if (isLeft(rules)) return rules;
  document.set('policy', parseDocument(rules.right.text).contents);
  return right(document.toString());
};

const besideOf = (file: string, name: string): string =>
  name === 'default' ? name : resolve(dirname(file), name);
