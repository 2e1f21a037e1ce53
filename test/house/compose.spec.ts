import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { root } from './tree.ts';

interface Container {
  readonly image: string;
  readonly volumes: readonly string[];
}

const text = (name: string): string => readFileSync(join(root, name), 'utf8');
const compose = parse(text('docker-compose.yml'));
const containers: Readonly<Record<string, Container>> = compose.services;
const volumes: Readonly<Record<string, unknown>> = compose.volumes;
const manifest: { devDependencies: { node: string } } = JSON.parse(text('package.json'));

describe('docker-compose.yml', () => {
  it('runs the Node that the project pins', () => {
    const major = manifest.devDependencies.node.split('.')[0] ?? '';
    const images = Object.values(containers).map(({ image }) => image);
    expect(images).toEqual([`node:${major}`]);
  });

  it('declares every named volume that it uses, and uses every one', () => {
    const used = Object.values(containers)
      .flatMap((one) => one.volumes.map((volume) => volume.split(':')[0] ?? ''))
      .filter((name) => !name.startsWith('.') && !name.startsWith('/'));
    expect(used.toSorted()).toEqual(Object.keys(volumes).toSorted());
  });
});
