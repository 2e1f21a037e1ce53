import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../house/tree.ts';
import { nodeOf } from './other-node.ts';

const folder = mkdtempSync(join(tmpdir(), 'berth-anywhere-'));
afterAll(() => rmSync(folder, { recursive: true }));

const next = '26.10.0';
const own = process.versions.node;
const programs = new Map([
  [own, process.execPath],
  [next, await nodeOf(next)],
]);

/** Where a program runs: under which Node, in which language and time zone. */
interface Somewhere {
  /** The version; that of the tests where it is none that was fetched. */
  readonly node: string;
  readonly locale: string;
  readonly zone: string;
}

const here = { node: own, locale: 'C.UTF-8', zone: 'UTC' };

/** Languages that write, sort or change the case of what a ledger holds in their own way; zones off the hour, and at both ends of the day. */
const places: readonly (Somewhere & { readonly speaks: string })[] = [
  { ...here, locale: 'tr_TR.UTF-8', zone: 'Pacific/Chatham', speaks: 'tr-TR' },
  { ...here, locale: 'ar_EG.UTF-8', zone: 'Australia/Lord_Howe', speaks: 'ar-EG' },
  { ...here, locale: 'da_DK.UTF-8', zone: 'Pacific/Kiritimati', speaks: 'da-DK' },
  { ...here, locale: 'th_TH.UTF-8', zone: 'America/St_Johns', speaks: 'th-TH' },
  { ...here, node: next, speaks: 'en-US' },
  { node: next, locale: 'fa_IR.UTF-8', zone: 'Etc/GMT+12', speaks: 'fa-IR' },
  { node: next, locale: 'cs_CZ.UTF-8', zone: 'Antarctica/Troll', speaks: 'cs-CZ' },
];

const runIn = async ({ node, locale, zone }: Somewhere, ...args: readonly string[]) => {
  const env = { ...process.env, LANG: locale, LC_ALL: locale, TZ: zone, NODE_OPTIONS: '' };
  const options = { cwd: root, env, maxBuffer: 64 * 1024 * 1024 };
  return (await promisify(execFile)(`${programs.get(node)}`, args, options)).stdout;
};

const berth = (somewhere: Somewhere, ...args: readonly string[]): Promise<string> =>
  runIn(somewhere, join(root, 'bin', 'berth.js'), ...args);

/** What a replay says of a ledger: every decision made again, every state, the chain. */
const replayed = async (somewhere: Somewhere, ledger: string): Promise<unknown> => {
  const said = await berth(somewhere, 'replay', ledger, '--verify', '-o', 'json');
  return JSON.parse(said);
};

/** Ids that Danish, Czech, Spanish and Turkish sort or write in upper case in their own way. */
const words = ['aa', 'az', 'ch', 'cz', 'i', 'j', 'll', 'lz'];

/** Four teams that contend for three nodes through the night in which Europe puts its clocks forward. */
const night = {
  name: 'night',
  start: '2026-03-28T22:30:00Z',
  nodes: [{ idPrefix: 'i', count: 3, gpus: 8, gpuModel: 'H100', cpu: 96, memory: '1Ti' }],
  departments: [{ id: 'ch', gpuQuota: 24 }],
  projects: words.slice(0, 4).map((id) => ({ id, department: 'ch', gpuQuota: 6, weight: 1 })),
  workloads: Array.from({ length: 80 }, (_, k) => ({
    id: `${words[k % 8]}-${k}`,
    project: words[(k * 5) % 4],
    type: 'training',
    gpu: [1, 2, 4, 0.5, 8][k % 5],
    cpu: 4,
    memory: '16Gi',
    submit: `${k * 2}m`,
    run: `${20 + ((k * 37) % 90)}m`,
  })),
};

const scenario = join(folder, 'night.json');
const playedIn = async (somewhere: Somewhere, name: string): Promise<string> => {
  const ledger = join(folder, `${name}.db`);
  await berth(somewhere, 'sim', 'run', '--scenario', scenario, '--ledger', ledger);
  return ledger;
};

const whereabouts =
  'const { locale, timeZone } = Intl.DateTimeFormat().resolvedOptions(); [locale, timeZone, process.versions.node].join(" ")';

describe('a ledger', () => {
  const demo = join(folder, 'demo.db');
  let [ofNight, ofDemo]: unknown[] = [];
  beforeAll(async () => {
    writeFileSync(scenario, JSON.stringify(night));
    await berth(here, 'sim', 'demo', '--ledger', demo);
    ofNight = await replayed(here, await playedIn(here, 'night'));
    ofDemo = await replayed(here, demo);
  });

  it('holds decisions of every kind that is compared here', () => {
    expect(ofNight).toMatchObject({ differences: 0 });
    expect(ofDemo).toMatchObject({ differences: 0 });
    expect(JSON.stringify([ofNight, ofDemo])).toMatch(/"plans":\d{2,}.*"plans":\d{4,}/);
  });

  it.each(places)(
    'is the same, and replays the same, in $locale at $zone under $node',
    async ({ speaks, ...place }) => {
      const found = await runIn(place, '--print', '--eval', whereabouts);
      expect(found.trim()).toBe(`${speaks} ${place.zone} ${place.node}`);
      const ledger = await playedIn(place, `${speaks}-${place.node}`);
      expect(await replayed(place, ledger)).toEqual(ofNight);
      expect(await replayed(place, demo)).toEqual(ofDemo);
    },
  );
});
