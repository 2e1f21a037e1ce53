/**
 * Writes golden ledgers, and the shapes of older schemas: `node test/golden/ledgers/make.ts`.
 *
 * Each ledger is written once, by the program of its time, and stays. The one of the present kernel is written anew for
 * as long as that kernel is not released; so is its digest.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { allFacts } from '../../../domain/catalogue/events.ts';
import type { Fact } from '../../../domain/foundation/event.ts';
import { digestOf, digestsFile, isFrozen, ledgerFile, listedDigests, shapesFile } from './kept.ts';
import { stories } from './stories.ts';
import { tell } from './tell.ts';

const root = join(import.meta.dirname, '..', '..', '..');

/** Does something with the program of an older commit, in a folder of its own. */
const withProgram = async <Result>(
  revision: string,
  use: (folder: string) => Promise<Result>,
): Promise<Result> => {
  const folder = mkdtempSync(join(tmpdir(), 'berth-golden-'));
  try {
    const parts = ['domain', 'projections', 'adapters', 'src', 'package.json'];
    const archive = execFileSync('git', ['archive', revision, ...parts], {
      cwd: root,
      maxBuffer: 1024 ** 3,
    });
    execFileSync('tar', ['--extract', '--directory', folder], { input: archive });
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
};

const makeLedgers = async (): Promise<void> => {
  const digests: Record<string, string> = { ...listedDigests() };
  for (const [name, story] of Object.entries(stories)) {
    const file = ledgerFile(name);
    const { revision } = story;
    if (existsSync(file) && isFrozen(name, revision === undefined)) continue;
    const lines =
      revision === undefined
        ? await tell(root, story)
        : await withProgram(revision, (folder) => tell(folder, story));
    const text = `${lines.join('\n')}\n`;
    writeFileSync(file, text);
    digests[name] = digestOf(text);
  }
  writeFileSync(digestsFile, `${JSON.stringify(digests, undefined, 2)}\n`);
};

/** The commit that brought a schema: the one before it knew the shape of the schema before. */
const commitOf = (type: string, schema: number): string =>
  execFileSync(
    'git',
    ['log', '--diff-filter=A', '--format=%H', '--', `test/golden/events/${type}.v${schema}.jsonl`],
    { cwd: root, encoding: 'utf8' },
  ).trim();

const shapeBefore = (type: string, revision: string): Promise<unknown> =>
  withProgram(`${revision}^`, async (folder) => {
    const path = pathToFileURL(join(folder, 'domain/catalogue/events.ts')).href;
    const { factByType }: { readonly factByType: ReadonlyMap<string, Fact> } = await import(path);
    return factByType.get(type)?.shape;
  });

/** Adds the shapes of schemas that have become older ones. */
const makeShapes = async (): Promise<void> => {
  const shapes: Record<string, unknown> = existsSync(shapesFile)
    ? JSON.parse(readFileSync(shapesFile, 'utf8'))
    : {};
  for (const { type, schema } of allFacts) {
    for (let older = 1; older < schema; older += 1) {
      const key = `${type}.v${older}`;
      if (!(key in shapes)) shapes[key] = await shapeBefore(type, commitOf(type, older + 1));
    }
  }
  writeFileSync(shapesFile, `${JSON.stringify(shapes)}\n`);
};

await makeLedgers();
await makeShapes();
