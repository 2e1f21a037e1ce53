import { createHash } from 'node:crypto';
import { type Either, left, right } from '../../../domain/foundation/fp.ts';
import {
  bundleBounds,
  type BundleHeader,
  type BundleRefused,
  headerOf,
} from '../../../adapters/bundles/index.ts';
import { BundleBroken, linesOf } from './lines.ts';

export type { BundleRefused } from '../../../adapters/bundles/index.ts';

/** A bundle as it was read: nothing of it is believed yet but its sizes and the digest of its state. */
export interface ReadBundle {
  readonly header: BundleHeader;
  readonly state: Uint8Array | undefined;
  readonly bodies: readonly string[];
}

/** Reads a bundle within its bounds. */
export const readBundle = async (path: string): Promise<Either<BundleRefused, ReadBundle>> => {
  try {
    return right(await read(path));
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    return refusedBundle(problem);
  }
};

/** Refuses a bundle. */
export const refusedBundle = (
  problem: string,
  remedy = 'ask whoever made it for another one: berth ledger bundle',
): Either<BundleRefused, never> => left({ _tag: 'BundleRefused', problem, remedy });

const read = async (path: string): Promise<ReadBundle> => {
  let bytesMax: number = bundleBounds.headerBytesMax;
  const lines = linesOf(path, () => bytesMax);
  try {
    const header = soundHeader(await nextOf(lines, 'it has no header'));
    const facts = header.to - header.from + 1;
    let state: Uint8Array | undefined;
    if (header.state !== null) {
      bytesMax = bundleBounds.stateBytesMax * 1.4;
      state = stateOf(await nextOf(lines, 'it has no state'), header.state.sha256);
    }
    bytesMax = bundleBounds.bodyBytesMax;
    const bodies: string[] = [];
    for await (const body of lines) {
      if (bodies.length === facts) throw new BundleBroken(`it holds more than ${facts} facts`);
      bodies.push(body);
    }
    if (bodies.length < facts) {
      throw new BundleBroken(`it holds ${bodies.length} facts of ${facts}: it was cut off`);
    }
    return { header, state, bodies };
  } finally {
    await lines.return();
  }
};

const nextOf = async (lines: AsyncGenerator<string>, problem: string): Promise<string> => {
  const next = await lines.next();
  if (next.done === true) throw new BundleBroken(problem);
  return next.value;
};

const soundHeader = (line: string): BundleHeader => {
  const header = headerOf(line);
  if (typeof header === 'string') throw new BundleBroken(header);
  const { from, to, state } = header;
  if (to < from) throw new BundleBroken(`it ends with fact ${to}, before it begins with ${from}`);
  if (to - from >= bundleBounds.factsMax) {
    throw new BundleBroken(`it says it has more than ${bundleBounds.factsMax} facts`);
  }
  if ((from === 1) !== (state === null)) {
    const what = from === 1 ? 'a state before the first fact of all' : 'no state to begin on';
    throw new BundleBroken(`it has ${what}`);
  }
  return header;
};

const stateOf = (line: string, sha256: string): Uint8Array => {
  const bytes = Buffer.from(line, 'base64');
  if (bytes.toString('base64') !== line) throw new BundleBroken('its state is no base64');
  const found = createHash('sha256').update(bytes).digest('hex');
  if (found !== sha256) throw new BundleBroken('its state is not the one that its header names');
  return bytes;
};
