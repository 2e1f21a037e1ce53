import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { codeFolders, pathsBelow, root } from './tree.ts';

const mirrored = ['domain', 'projections', 'adapters', 'src'] as const;
const ownFolders =
  /^test\/(arbitraries|oracles|contracts|servers|hostile|scenarios|simulation|vectors|mutation|golden|house|docs|bench|package)\//;
const suffixes = /\.(spec|contract|int|sim)\.ts$/;

/** Folders of `domain/` that are not aggregates. */
const notAggregates = new Set(['foundation', 'allocation', 'processes', 'catalogue']);
const aggregateRooms = ['events.ts', 'machine.ts', 'state.ts', 'decide.ts', 'index.ts'];
const projectionRooms = ['view.ts', 'apply.ts', 'index.ts'];

type Exists = (path: string) => boolean;
const inTree: Exists = (path) => existsSync(join(root, path));

/** A test below `test/<room>/` lies where what it tests lies: its folder is there, or a file of its folder's name. */
const unmirrored = (tests: readonly string[], exists: Exists): string[] =>
  tests
    .filter((path) => mirrored.some((room) => path.startsWith(`test/${room}/`)))
    .filter((path) => {
      const folder = dirname(path).slice('test/'.length);
      return !exists(folder) && !exists(`${folder}.ts`);
    });

const strangers = (tests: readonly string[]): string[] =>
  tests.filter(
    (path) =>
      !mirrored.some((room) => path.startsWith(`test/${room}/`)) &&
      !ownFolders.test(path) &&
      path.split('/').length > 2,
  );

const missingRooms = (
  folders: readonly string[],
  rooms: readonly string[],
  exists: Exists,
): string[] =>
  folders.flatMap((folder) =>
    rooms.map((room) => `${folder}/${room}`).filter((path) => !exists(path)),
  );

const foldersOf = (room: string): string[] =>
  readdirSync(join(root, room), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);

const tests = pathsBelow(['test'], ['.ts']);

describe('placement', () => {
  it('tests lie where what they test lies', () => {
    expect(unmirrored(tests, inTree)).toEqual([]);
    expect(strangers(tests)).toEqual([]);
    const has: Exists = (path) => path === 'domain/queue' || path === 'src/app/tick.ts';
    const planted = ['test/domain/queues/a.spec.ts', 'test/src/app/tock/a.spec.ts'];
    const lawful = ['test/domain/queue/a.spec.ts', 'test/src/app/tick/a.spec.ts'];
    expect(unmirrored([...planted, ...lawful], has)).toEqual(planted);
    expect(strangers(['test/misc/a.spec.ts', ...lawful])).toEqual(['test/misc/a.spec.ts']);
  });

  it('a test stands in no room that ships', () => {
    const shipped = pathsBelow(['bin', ...mirrored, 'bench', 'examples'], ['.ts', '.js']);
    expect(shipped.length).toBeGreaterThan(50);
    expect(shipped.filter((path) => suffixes.test(path))).toEqual([]);
  });

  it('an aggregate has its five rooms', () => {
    const folders = foldersOf('domain').filter((name) => !notAggregates.has(name));
    const paths = folders.map((name) => `domain/${name}`);
    expect(paths.length).toBeGreaterThan(5);
    expect(missingRooms(paths, aggregateRooms, inTree)).toEqual([]);
    expect(missingRooms(['domain/planted'], aggregateRooms, inTree)).toHaveLength(5);
  });

  it('a projection has its three rooms', () => {
    const paths = foldersOf('projections').map((name) => `projections/${name}`);
    expect(paths.length).toBeGreaterThan(2);
    expect(missingRooms(paths, projectionRooms, inTree)).toEqual([]);
    expect(missingRooms(['projections/planted'], projectionRooms, inTree)).toHaveLength(3);
  });

  it('an adapter has a door', () => {
    const paths = foldersOf('adapters').filter((name) => name !== 'ports');
    const doors = paths.map((name) => `adapters/${name}/index.ts`);
    expect(doors.filter((door) => !inTree(door))).toEqual([]);
  });

  it('code stands in the folders of the architecture alone', () => {
    const known = new Set<string>([...codeFolders, 'deploy']);
    const found = readdirSync(root, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
      .map((entry) => entry.name)
      .filter((name) => !['node_modules', 'coverage', 'dist'].includes(name));
    expect(found.filter((name) => !known.has(name))).toEqual([]);
  });
});
