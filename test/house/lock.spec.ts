import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from './tree.ts';

interface LockedPackage {
  readonly version?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly link?: boolean;
  readonly hasInstallScript?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

interface Lock {
  readonly packages: Readonly<Record<string, LockedPackage>>;
}

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly allowScripts: Readonly<Record<string, boolean>>;
}

const nameAt = (path: string): string => path.slice(path.lastIndexOf('node_modules/') + 13);

/** Every place where Node would look for a package that is asked for from `path`, the nearest first. */
const candidates = (path: string, name: string): string[] => {
  const parts = path === '' ? [] : path.split('/node_modules/');
  const above = parts.map((_, k) => parts.slice(0, parts.length - k).join('/node_modules/'));
  return [...above.map((folder) => `${folder}/node_modules/${name}`), `node_modules/${name}`];
};

/** Packages that something needs, optional platform packages included, and that the lock file lacks. */
const missingIn = ({ packages }: Lock): string[] =>
  Object.entries(packages).flatMap(([path, { dependencies = {}, optionalDependencies = {} }]) =>
    Object.keys({ ...dependencies, ...optionalDependencies })
      .filter((name) => !candidates(path, name).some((place) => place in packages))
      .map((name) => `${path || 'berth'} needs ${name}`),
  );

/** Entries that name a host, or that have no digest: a lock file must install from any registry, and only what it says. */
const unpinned = ({ packages }: Lock): string[] =>
  Object.entries(packages)
    .filter(([path, { integrity, resolved }]) =>
      path === '' ? false : integrity === undefined || resolved !== undefined,
    )
    .map(([path]) => path);

const scripted = ({ packages }: Lock): string[] =>
  Object.entries(packages)
    .filter(([, { hasInstallScript }]) => hasInstallScript === true)
    .map(([path]) => nameAt(path))
    .toSorted();

const lock: Lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
const manifest: Manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

describe('lock file', () => {
  it('holds everything that is needed, on every platform', () => {
    expect(missingIn(lock)).toEqual([]);
    const planted = { packages: { 'node_modules/a': { optionalDependencies: { b: '1' } } } };
    expect(missingIn(planted)).toEqual(['node_modules/a needs b']);
    const nested = {
      packages: {
        'node_modules/a': { dependencies: { b: '1' } },
        'node_modules/a/node_modules/b': {},
      },
    };
    expect(missingIn(nested)).toEqual([]);
  });

  it('names no host and pins every package by its digest', () => {
    expect(unpinned(lock)).toEqual([]);
    const resolved = { integrity: 'sha512-x', resolved: 'https://example.org/a.tgz' };
    expect(unpinned({ packages: { 'node_modules/a': resolved } })).toHaveLength(1);
    expect(unpinned({ packages: { 'node_modules/a': {} } })).toHaveLength(1);
  });

  it('every package with an install script is judged, and only Node itself may run one', () => {
    expect(Object.keys(manifest.allowScripts).toSorted()).toEqual(scripted(lock));
    const allowed = Object.entries(manifest.allowScripts).filter(([, isAllowed]) => isAllowed);
    expect(allowed.map(([name]) => name)).toEqual(['node']);
    const planted = { packages: { 'node_modules/a/node_modules/b': { hasInstallScript: true } } };
    expect(scripted(planted)).toEqual(['b']);
  });

  it('every dependency is pinned to one version', () => {
    const asked = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies });
    expect(asked.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
  });
});
