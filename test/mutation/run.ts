import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { scoresOf, survivorsOf } from './survivors.ts';

/**
 * The mutation test of the kernel: `npm run test:mutation`, a part with `-- --mutate 'domain/allocation/share/**'`.
 *
 * Mutants are made in a copy of the tree below `.mutation`; what lies beside the checkout has to lie beside the copy too.
 */
const root = fileURLToPath(new URL('../..', import.meta.url));
const copies = join(root, '.mutation', 'tmp');
const report = join(root, '.mutation', 'mutants.json');
rmSync(copies, { recursive: true, force: true });
rmSync(report, { force: true });
mkdirSync(copies, { recursive: true });
symlinkSync(join(root, '..', 'shared'), join(copies, 'shared'));

const stryker = join(root, 'node_modules/@stryker-mutator/core/bin/stryker.js');
const args = [stryker, 'run', 'test/mutation/stryker.config.json', ...process.argv.slice(2)];
const env = { ...process.env, BERTH_SUITE: 'mutation' };
const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit', env });
if (existsSync(report)) {
  const mutants = JSON.parse(readFileSync(report, 'utf8'));
  process.stdout.write(`\n${survivorsOf(mutants)}\n\n${scoresOf(mutants)}\n`);
}
process.exitCode = status ?? 1;
