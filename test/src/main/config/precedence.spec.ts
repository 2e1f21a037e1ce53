import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { settings, strayVariables, textOfSource } from '../../../../src/main/config/index.ts';
import { loadedFrom, scratch } from './scratch.ts';

const files = scratch();
afterAll(files.remove);

/** Two values that each setting takes, other than its default, as a file writes them. */
const otherValues: Readonly<Record<string, readonly [string, string, string]>> = {
  listen: ['127.0.0.1:1', '127.0.0.1:2', '127.0.0.1:3'],
  ledger: ['one.db', 'two.db', 'three.db'],
  cluster: ['none', 'none', 'none'],
  quiet: ['true', 'true', 'true'],
  'sim.nodes': ['1x1', '2x2', '3x3'],
  'sim.seed': ['1', '2', '3'],
  'log.format': ['json', 'json', 'json'],
  'log.level': ['debug', 'warn', 'error'],
  tokenFile: ['a', 'b', 'c'],
};
const keys = Object.keys(otherValues);

describe('what is set', () => {
  it('without anything is the default of every setting', async () => {
    const { config, effective } = await loadedFrom({});
    expect(config.listen).toEqual({ host: '127.0.0.1', port: 7766 });
    expect(config.ledger).toEqual({ kind: 'file', path: '.berth/live.db' });
    expect(config.sim).toEqual({ nodes: 64, gpusPerNode: 8, seed: 42, load: 100 });
    expect([...effective.values()].every(({ source }) => source._tag === 'Default')).toBe(true);
    expect([...effective.keys()]).toEqual(settings.map(({ key }) => key));
  });

  it('∀ settings and places: the flag goes before the environment, that before the file, that before the default', async () => {
    const property = fc.asyncProperty(
      fc.constantFrom(...keys),
      fc.record({ byFlag: fc.boolean(), byVariable: fc.boolean(), byFile: fc.boolean() }),
      async (key, { byFlag, byVariable, byFile }) => {
        const setting = settings.find((one) => one.key === key);
        const [inFile = '', inVariable = '', inFlag = ''] = otherValues[key] ?? [];
        const [section, name] = key.includes('.') ? key.split('.') : ['', key];
        const line = `${section === '' ? '' : `${section}:\n  `}${name}: ${inFile}\n`;
        const { effective } = await loadedFrom({
          file: byFile ? files.put('berth.yaml', line) : undefined,
          environment: byVariable ? { [setting?.variable ?? '']: inVariable } : {},
          flags: byFlag ? { [key]: inFlag } : {},
        });
        const chosen = effective.get(key);
        const wanted = byFlag
          ? [inFlag, 'Flag']
          : byVariable
            ? [inVariable, 'Environment']
            : byFile
              ? [inFile, 'File']
              : [String(setting?.byDefault), 'Default'];
        expect([String(chosen?.value), chosen?.source._tag]).toEqual(wanted);
      },
    );
    await fc.assert(property, { numRuns: 60 });
  });

  it('is named with its place', async () => {
    const file = files.put('berth.yaml', 'sim:\n  seed: 7\n');
    const { effective } = await loadedFrom({ file, environment: { BERTH_LOG_LEVEL: 'warn' } });
    const sourceOf = (key: string): string => {
      const chosen = effective.get(key);
      return chosen === undefined ? '' : textOfSource(chosen.source);
    };
    expect(sourceOf('sim.seed')).toBe(`${file}:2:9`);
    expect(sourceOf('log.level')).toBe('BERTH_LOG_LEVEL');
    expect(sourceOf('listen')).toBe('default');
  });

  it('by an empty variable is nothing', async () => {
    const { config } = await loadedFrom({ environment: { BERTH_SIM_SEED: '', BERTH_CONFIG: '' } });
    expect(config.sim.seed).toBe(42);
  });

  it('may be a file that the environment names, unless the command line names another', async () => {
    const one = files.put('one.yaml', 'sim: {seed: 1}\n');
    const two = files.put('two.yaml', 'sim: {seed: 2}\n');
    const environment = { BERTH_CONFIG: one };
    expect((await loadedFrom({ environment })).config.sim.seed).toBe(1);
    expect((await loadedFrom({ environment, file: two })).config.sim.seed).toBe(2);
  });

  it.each([
    ['a/b.db', { kind: 'file', path: 'a/b.db' }],
    ['C:\\x.db', { kind: 'file', path: 'C:\\x.db' }],
    ['nats://h:4222/main', { kind: 'jetstream', servers: 'nats://h:4222', ledger: 'main' }],
    ['nats://a:1,b:2/main', { kind: 'jetstream', servers: 'nats://a:1,b:2', ledger: 'main' }],
    [
      'esdb://u:p@h:2113/main?tls=false',
      { kind: 'eventstoredb', connectionString: 'esdb://u:p@h:2113?tls=false', ledger: 'main' },
    ],
    [
      'esdb+discover://h/main',
      { kind: 'eventstoredb', connectionString: 'esdb+discover://h', ledger: 'main' },
    ],
  ])('reads the ledger %s', async (ledger, place) => {
    expect((await loadedFrom({ flags: { ledger } })).config.ledger).toEqual(place);
  });

  it.each(['localhost:1', '127.9.9.9:1', '[::1]:1', '127.0.0.1:0'])(
    'lets %s be listened on without tokens',
    async (listen) => {
      expect((await loadedFrom({ flags: { listen } })).config.tokenFile).toBeUndefined();
    },
  );

  it('lets other machines in where tokens are named', async () => {
    const flags = { listen: '0.0.0.0:80', tokenFile: 'tokens' };
    expect((await loadedFrom({ flags })).config.listen.host).toBe('0.0.0.0');
  });
});

describe('variables', () => {
  it('that are nearly settings are found, and those that mean something else are not', () => {
    const environment = {
      BERTH_LISTN: 'x',
      BERTH_LISTEN: 'x',
      BERTH_CONFIG: 'x',
      BERTH_SERVICE_HOST: 'x',
      BERTH_SUITE: 'x',
      LISTEN: 'x',
    };
    expect(strayVariables(environment)).toEqual([{ name: 'BERTH_LISTN', meant: 'BERTH_LISTEN' }]);
  });

  it('have one name each', () => {
    const names = settings.flatMap(({ variable }) => variable ?? []);
    expect(new Set(names).size).toBe(names.length);
  });
});
