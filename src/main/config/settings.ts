import { engine, http, sign } from './bounds.ts';
import {
  type Draft,
  type Setting,
  switchSetting,
  textSetting,
  wholeSetting,
  wordSetting,
} from './setting.ts';

/** What stands at the top of the file. */
const top: Readonly<Record<string, Draft>> = {
  apiVersion: wordSetting(['config.berth.dev/v1alpha1'], {
    says: 'Which edition of this page the file was written for; may be left out.',
    byDefault: 'config.berth.dev/v1alpha1',
  }),
  kind: wordSetting(['Configuration'], {
    says: 'What the file is, where it lies among objects of other kinds; may be left out.',
    byDefault: 'Configuration',
  }),
  listen: textSetting('HOST:PORT, such as 127.0.0.1:7766', {
    says: 'Where HTTP is served. Port 0 takes any that is free. A host that other machines reach needs `tokenFile`.',
    flag: '--listen',
    byDefault: '127.0.0.1:7766',
  }),
  tokenFile: textSetting('the path of a file', {
    says: 'A file of lines `actor:token`, readable by its owner only: who may ask, and by which bearer token.',
    flag: '--token-file',
  }),
  ledger: textSetting('a file, nats://HOST:PORT/NAME or esdb://HOST:PORT/NAME', {
    says: 'Where every fact is kept: an SQLite file, a JetStream stream, or a stream of EventStoreDB.',
    flag: '--ledger',
    byDefault: '.berth/live.db',
  }),
  protect: switchSetting({
    says: 'Seal what submissions say that may be secret (command, arguments, folder and environment of the container), by keys in a file beside the ledger, `LEDGER-keys`, so that it can be shredded. The ledger is a file then.',
    flag: '--protect',
    byDefault: false,
  }),
  policy: textSetting('the path of a file, or default', {
    says: 'The rules that the kernel decides by from now on (docs/POLICY.md); where it is not set, those that the ledger has adopted stay.',
    flag: '--policy',
  }),
  cluster: wordSetting(['sim', 'none'], {
    says: 'What carries decisions out: a simulated cluster, or nothing.',
    flag: '--cluster',
    byDefault: 'sim',
  }),
  quiet: switchSetting({
    says: 'Print the address and what goes wrong, and no summary.',
    flag: '--quiet',
    byDefault: false,
  }),
};

const sim: Readonly<Record<string, Draft>> = {
  nodes: textSetting('NODESxGPUS, such as 64x8', {
    says: 'How many nodes the simulated cluster has, and how many GPUs each of them.',
    flag: '--nodes',
    byDefault: '64x8',
  }),
  seed: wholeSetting(
    { min: 0, max: Number.MAX_SAFE_INTEGER },
    {
      says: 'Another seed gives other work, other run times and other failures.',
      flag: '--seed',
      byDefault: 42,
    },
  ),
  load: wholeSetting(
    { min: 0, max: 200 },
    {
      says: 'How much work the site asks for by itself, in percent of its usual; with 0 nobody asks but you.',
      byDefault: 100,
    },
  ),
};

const log: Readonly<Record<string, Draft>> = {
  format: wordSetting(['text', 'json'], {
    says: 'How the log on stderr is written: for people, or one JSON object a line.',
    flag: '--log-format',
    byDefault: 'text',
  }),
  level: wordSetting(['debug', 'info', 'warn', 'error'], {
    says: 'The least level that is logged.',
    flag: '--log-level',
    byDefault: 'info',
  }),
};

/** Every key of the file by its section; those at the top stand under the empty name. */
const sections: Readonly<Record<string, Readonly<Record<string, Draft>>>> = {
  '': top,
  sim,
  log,
  sign,
  http,
  engine,
};

/** `sim.nodes` is `BERTH_SIM_NODES`, `tokenFile` is `BERTH_TOKEN_FILE`. */
const variableOf = (key: string): string | undefined =>
  key === 'apiVersion' || key === 'kind'
    ? undefined
    : `BERTH_${key.replaceAll('.', '_').replaceAll(/([A-Z])/g, '_$1')}`.toUpperCase();

/** Every setting, in the order of the manual. */
export const settings: readonly Setting[] = Object.entries(sections).flatMap(([section, drafts]) =>
  Object.entries(drafts).map(([name, draft]) => {
    const key = section === '' ? name : `${section}.${name}`;
    return { ...draft, key, variable: variableOf(key) };
  }),
);

/** Every setting by its key. */
export const settingByKey: ReadonlyMap<string, Setting> = new Map(
  settings.map((setting) => [setting.key, setting]),
);

/** The names of the file's sections. */
export const sectionNames: readonly string[] = Object.keys(sections).filter((name) => name !== '');
