import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { settings } from '../../src/main/config/index.ts';
import { root } from './tree.ts';

/** The part of the Compose Specification that we use; whatever else stands in the file is a mistake. */
const strict = { additionalProperties: false } as const;
const words = Type.Array(Type.String());
const duration = Type.String({ pattern: '^\\d+(ms|s|m|h)$' });
const containerShape = Type.Object(
  {
    image: Type.String({ pattern: '^[a-z0-9./-]+:[A-Za-z0-9._-]+$' }),
    profiles: Type.Optional(words),
    working_dir: Type.Optional(Type.String()),
    command: Type.Optional(words),
    environment: Type.Optional(Type.Record(Type.String(), Type.String())),
    // Published on this machine only.
    ports: Type.Optional(Type.Array(Type.String({ pattern: '^127\\.0\\.0\\.1:\\d+:\\d+$' }))),
    volumes: Type.Optional(Type.Array(Type.String({ pattern: '^[^:]+:/[^:]+(:ro)?$' }))),
    init: Type.Optional(Type.Boolean()),
    restart: Type.Optional(Type.Enum(['no', 'always', 'on-failure', 'unless-stopped'])),
    stop_grace_period: Type.Optional(duration),
    healthcheck: Type.Optional(
      Type.Object(
        {
          test: words,
          interval: Type.Optional(duration),
          timeout: Type.Optional(duration),
          retries: Type.Optional(Type.Integer({ minimum: 1 })),
          start_period: Type.Optional(duration),
        },
        strict,
      ),
    ),
  },
  strict,
);
const composeShape = Type.Object(
  {
    name: Type.String({ pattern: '^[a-z0-9][a-z0-9_-]*$' }),
    services: Type.Record(Type.String(), containerShape),
    volumes: Type.Record(Type.String(), Type.Null()),
  },
  strict,
);
const shape = Compile(composeShape);

const text = (name: string): string => readFileSync(join(root, name), 'utf8');
const compose: unknown = parse(text('docker-compose.yml'));
const { services, volumes } = shape.Parse(compose);
const manifest: { devDependencies: { node: string } } = JSON.parse(text('package.json'));

const allOf = (key: 'ports' | 'volumes'): readonly string[] =>
  Object.values(services).flatMap((container) => container[key] ?? []);

describe('docker-compose.yml', () => {
  it('is a Compose file', () => {
    expect(shape.Errors(compose)).toEqual([]);
    expect(
      shape.Check({ name: 'x', services: { a: { image: 'a:1', port: [] } }, volumes: {} }),
    ).toBe(false);
  });

  it('runs the Node that the project pins', () => {
    const major = manifest.devDependencies.node.split('.')[0] ?? '';
    expect(services['berth']?.image).toBe(`node:${major}`);
  });

  it('names every image by a version', () => {
    for (const { image } of Object.values(services)) expect(image).not.toMatch(/:latest$/);
  });

  it('declares every named volume that it uses, and uses every one', () => {
    const used = allOf('volumes')
      .map((volume) => volume.split(':')[0] ?? '')
      .filter((name) => !name.startsWith('.') && !name.startsWith('/'));
    expect([...new Set(used)].toSorted()).toEqual(Object.keys(volumes).toSorted());
  });

  it('mounts files that are there', () => {
    const mounted = allOf('volumes')
      .map((volume) => volume.split(':')[0] ?? '')
      .filter((name) => name.startsWith('./'));
    expect(mounted).toContain('./deploy/prometheus.yml');
    expect(mounted.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });

  it('publishes each port once', () => {
    const ports = allOf('ports').map((port) => port.split(':')[1]);
    expect(new Set(ports).size).toBe(ports.length);
  });

  it('starts Berth alone unless a profile is named', () => {
    const always = Object.entries(services).filter(([, { profiles }]) => profiles === undefined);
    expect(always.map(([name]) => name)).toEqual(['berth']);
    expect(Object.keys(services).toSorted()).toEqual([
      'berth',
      'eventstoredb',
      'nats',
      'prometheus',
    ]);
  });

  it('runs Berth by flags and variables that Berth has, and lets nobody in without a token', () => {
    const berth = services['berth'];
    const line = berth?.command?.join(' ') ?? '';
    const known = settings.flatMap(({ flag }) => flag ?? []);
    const up = line.slice(line.indexOf('berth.js up'));
    const flags = up.match(/--[a-z-]+/g) ?? [];
    expect(flags.filter((flag) => !known.includes(flag))).toEqual([]);
    expect(flags).toContain('--token-file');
    const variables = settings.flatMap(({ variable }) => variable ?? []);
    for (const name of Object.keys(berth?.environment ?? {})) expect(variables).toContain(name);
  });

  it('lets Prometheus read where Berth listens', () => {
    const config: {
      scrape_configs: { job_name: string; static_configs: { targets: string[] }[] }[];
    } = parse(text('deploy/prometheus.yml'));
    const job = config.scrape_configs.find(({ job_name }) => job_name === 'berth');
    const port = /--listen \S+:(\d+)/.exec(services['berth']?.command?.join(' ') ?? '')?.[1];
    expect(job?.static_configs[0]?.targets).toEqual([`berth:${port}`]);
  });

  it('makes NATS write what it acknowledges', () => {
    expect(text('deploy/nats.conf')).toMatch(/^ {2}sync_interval: always$/m);
  });
});
