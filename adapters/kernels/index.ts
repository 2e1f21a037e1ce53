import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Static, Type } from 'typebox';
import { Parse } from 'typebox/value';
import { type Either, left, right } from '../../domain/foundation/fp.ts';
import { compareIds } from '../../domain/foundation/ids.ts';
import type { KernelFault, LoadKernel, ReleasedKernel } from '../ports/kernels.ts';
import { kernelIn } from './kernel-in.ts';

/** The folder of released kernels, seen from the sources or from the build. */
const usualFolder = (): string => {
  const places = ['../../kernels', '../../../kernels'].map((up) => join(import.meta.dirname, up));
  return places.find((place) => existsSync(join(place, 'digests.json'))) ?? places[0] ?? '';
};

const releaseShape = Type.Object({ file: Type.String(), sha256: Type.String() });
const listShape = Type.Record(Type.String(), releaseShape);
type Release = Static<typeof releaseShape>;

/**
 * Loads kernels as they were released, each at most once.
 *
 * The bytes that are run are those whose digest was compared.
 * @cost some 10 ms for the first time of a version
 */
export const releasedKernels = (folder: string = usualFolder()): LoadKernel => {
  const loaded = new Map<string, Promise<Either<KernelFault, ReleasedKernel>>>();
  return (version) => {
    const known = loaded.get(version) ?? load(folder, version);
    loaded.set(version, known);
    return known;
  };
};

const load = async (
  folder: string,
  version: string,
): Promise<Either<KernelFault, ReleasedKernel>> => {
  const list = join(folder, 'digests.json');
  try {
    const releases = new Map(Object.entries(Parse(listShape, await jsonIn(list))));
    const release = releases.get(version);
    if (release !== undefined) return await loadFile(version, folder, release);
    return left({
      _tag: 'KernelUnknown',
      version,
      known: [...releases.keys()].toSorted(compareIds),
    });
  } catch (error) {
    return left({ _tag: 'KernelUnreadable', version, place: list, cause: String(error) });
  }
};

const jsonIn = async (path: string): Promise<unknown> => JSON.parse(await readFile(path, 'utf8'));

const loadFile = async (
  version: string,
  folder: string,
  { file, sha256 }: Release,
): Promise<Either<KernelFault, ReleasedKernel>> => {
  const place = join(folder, file);
  try {
    const bytes = await readFile(place);
    const found = createHash('sha256').update(bytes).digest('hex');
    if (found !== sha256) return left({ _tag: 'KernelAltered', version, place });
    return await run(version, place, bytes);
  } catch (error) {
    return left({ _tag: 'KernelUnreadable', version, place, cause: String(error) });
  }
};

const run = async (
  version: string,
  place: string,
  bytes: Buffer,
): Promise<Either<KernelFault, ReleasedKernel>> => {
  const module: unknown = await import(`data:text/javascript;base64,${bytes.toString('base64')}`);
  const kernel = kernelIn(module);
  if (kernel !== undefined) return right(kernel);
  return left({ _tag: 'KernelUnreadable', version, place, cause: 'a part of it is missing' });
};

/**
 * Loads the kernel in a file, which is one bundled as releases are: who names it vouches for it, for it is a program
 * that is run.
 */
export const kernelInFile =
  (place: string): LoadKernel =>
  async (version) => {
    try {
      return await run(version, place, await readFile(place));
    } catch (error) {
      return left({ _tag: 'KernelUnreadable', version, place, cause: String(error) });
    }
  };
