import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openLedger, verifyLedgerFile } from '../../adapters/event-log-sqlite/index.ts';
import { isLeft } from '../../domain/foundation/fp.ts';
import type { EventLog } from '../../adapters/ports/event-log.ts';
import { answerOf, recordOf, recordsOf } from '../contracts/event-log-records.ts';

/** In memory where that can be had: what is tested is bytes, not a disk. */
const room = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();
const directory = mkdtempSync(join(room, 'berth-bit-flips-'));
const suffixes = ['', '-wal'] as const;
type Suffix = (typeof suffixes)[number];

/** A ledger as it lay on the disk, and where its batches end. */
interface Image {
  readonly path: string;
  readonly ends: readonly number[];
}

/** What became of one damaged copy. */
type Outcome =
  | { readonly _tag: 'Detected'; readonly fault: string }
  | { readonly _tag: 'Prefix'; readonly revision: number };

const bodies = recordsOf(0, 5000).map(({ body }) => body);
const snapshotBytes = new Uint8Array(5000).fill(7);

const makeImage = async (
  name: string,
  sizes: readonly number[],
  isClosed: boolean,
): Promise<Image> => {
  const path = join(directory, `${name}-live.db`);
  const log = await answerOf(openLedger({ path, mode: 'write', walPagesMax: 100_000 }));
  const ends = [0];
  for (const size of sizes) {
    const after = ends.at(-1) ?? 0;
    const { revision, hash } = await answerOf(log.append(after, recordsOf(after, size)));
    ends.push(revision);
    if (ends.length === 4) {
      await answerOf(log.saveSnapshot({ name: 'flip', revision, hash, bytes: snapshotBytes }));
    }
  }
  if (isClosed) await answerOf(log.close());
  const image = join(directory, `${name}.db`);
  for (const suffix of suffixes) {
    if (existsSync(path + suffix)) copyFileSync(path + suffix, image + suffix);
  }
  if (!isClosed) await answerOf(log.close());
  return { path: image, ends };
};

/** Every way to look at the ledger; nothing but faults and true facts may come out of any. */
const lookAt = async (log: EventLog, { ends }: Image): Promise<Outcome> => {
  const read = await log.read(0, 1_000_000)();
  if (isLeft(read)) return { _tag: 'Detected', fault: read.left._tag };
  const revision = read.right.length;
  expect(ends).toContain(revision);
  const isTrue = read.right.every(({ body }, at) => body === bodies[at]);
  expect(isTrue, 'what is read is what was written').toBe(true);
  const snapshot = await log.loadSnapshot('flip', 1_000_000)();
  if (isLeft(snapshot)) return { _tag: 'Detected', fault: snapshot.left._tag };
  if (snapshot.right !== undefined) expect([...snapshot.right.bytes]).toEqual([...snapshotBytes]);
  for (const number of [0, 700, revision - 1].filter((n) => n >= 0 && n < revision)) {
    const found = await log.findCommand(recordOf(number).commandId)();
    if (isLeft(found)) return { _tag: 'Detected', fault: found.left._tag };
    expect(found.right).toContain(number + 1);
  }
  const ofSubject = await log.readSubject('workload/w-3', 0, 1_000_000)();
  if (isLeft(ofSubject)) return { _tag: 'Detected', fault: ofSubject.left._tag };
  expect(ofSubject.right).toHaveLength(Math.floor((revision + 3) / 7));
  return { _tag: 'Prefix', revision };
};

const outcomeOf = async (path: string, image: Image): Promise<readonly Outcome[]> => {
  const verified = await verifyLedgerFile(path)();
  const outcomes: Outcome[] = [
    isLeft(verified)
      ? { _tag: 'Detected', fault: verified.left._tag }
      : { _tag: 'Prefix', revision: verified.right.revisions },
  ];
  for (const mode of ['read', 'write'] as const) {
    const opened = await openLedger({ path, mode })();
    if (isLeft(opened)) outcomes.push({ _tag: 'Detected', fault: opened.left._tag });
    else {
      outcomes.push(await lookAt(opened.right, image));
      await opened.right.close()();
    }
  }
  return outcomes;
};

/** Damages a copy of the image and tells what verifying, reading and writing make of it. */
const damaged = async (
  image: Image,
  suffix: Suffix,
  change: (bytes: Buffer) => Buffer,
): Promise<readonly Outcome[]> => {
  const place = mkdtempSync(join(directory, 'copy-'));
  const path = join(place, 'ledger.db');
  for (const each of suffixes) {
    if (!existsSync(image.path + each)) continue;
    const bytes = readFileSync(image.path + each);
    writeFileSync(path + each, each === suffix ? change(bytes) : bytes);
  }
  const outcomes = await outcomeOf(path, image);
  rmSync(place, { recursive: true });
  return outcomes;
};

const flip =
  (bit: number) =>
  (bytes: Buffer): Buffer => {
    const at = bit >>> 3;
    bytes[at] = (bytes[at] ?? 0) ^ (1 << (bit & 7));
    return bytes;
  };

const cut =
  (length: number) =>
  (bytes: Buffer): Buffer =>
    bytes.subarray(0, length);

/** `count` places below `end`, evenly spread and then scattered: the same on every run. */
const places = (end: number, count: number): readonly number[] =>
  Array.from({ length: count }, (_, index) => {
    const stride = Math.floor(end / count);
    return index * stride + ((index * 7919) % stride);
  });

const sizeOf = (image: Image, suffix: Suffix): number => readFileSync(image.path + suffix).length;
const images: { closed: Image; crashed: Image } = {
  closed: { path: '', ends: [] },
  crashed: { path: '', ends: [] },
};
/** The verification comes first, then reading, then writing. */
const isDetected = ([verified]: readonly Outcome[]): boolean => verified?._tag === 'Detected';
const shortest = (outcomes: readonly Outcome[]): number =>
  Math.min(...outcomes.map((each) => (each._tag === 'Prefix' ? each.revision : Infinity)));

describe('a ledger whose bytes changed', () => {
  beforeAll(async () => {
    images.closed = await makeImage('closed', [1, 300, 700, 3500, 1, 200], true);
    images.crashed = await makeImage('crashed', [1, 300, 500, 2, 400, 1, 100], false);
  });
  afterAll(() => {
    rmSync(directory, { recursive: true, force: true });
  });

  it('is found out or whole, for each of 250 bits flipped in the file', async () => {
    const whole = images.closed.ends.at(-1) ?? 0;
    const detected = { count: 0 };
    for (const bit of [...places(4096 * 8, 100), ...places(sizeOf(images.closed, '') * 8, 150)]) {
      const outcomes = await damaged(images.closed, '', flip(bit));
      expect(shortest(outcomes), `bit ${bit}`).toBeGreaterThanOrEqual(whole);
      if (isDetected(outcomes)) detected.count += 1;
    }
    expect(detected.count).toBeGreaterThan(120);
  });

  it('is found out or lacks at most the last commit, for each of 200 bits flipped in the WAL', async () => {
    const { ends } = images.crashed;
    const detected = { count: 0 };
    for (const bit of [
      ...places(4152 * 8, 50),
      ...places(sizeOf(images.crashed, '-wal') * 8, 150),
    ]) {
      const outcomes = await damaged(images.crashed, '-wal', flip(bit));
      expect(shortest(outcomes), `bit ${bit}`).toBeGreaterThanOrEqual(ends.at(-2) ?? 0);
      if (isDetected(outcomes)) detected.count += 1;
    }
    expect(detected.count).toBeGreaterThan(160);
  });

  it('is found out when the file is cut off anywhere after its first byte', async () => {
    for (const length of places(sizeOf(images.closed, ''), 60).slice(1)) {
      const outcomes = await damaged(images.closed, '', cut(length));
      expect(
        outcomes.every(({ _tag }) => _tag === 'Detected'),
        `cut at ${length}`,
      ).toBe(true);
    }
  });

  it('is an exact prefix of whole batches when the WAL is cut off anywhere', async () => {
    const revisions = new Set<number>();
    for (const length of places(sizeOf(images.crashed, '-wal'), 80)) {
      const outcomes = await damaged(images.crashed, '-wal', cut(length));
      for (const outcome of outcomes) {
        expect(outcome, `cut at ${length}`).toMatchObject({ _tag: 'Prefix' });
      }
      revisions.add(shortest(outcomes));
    }
    expect(revisions.size).toBeGreaterThan(4);
  });
});
