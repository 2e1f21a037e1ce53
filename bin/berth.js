#!/usr/bin/env node
// Says plainly which Node is needed before anything is loaded that an older one cannot read.
import { built, hasSources, tooOld } from './here.js';

const refusal = tooOld();
if (refusal !== undefined) {
  process.stderr.write(
    `error: ${refusal}\n` +
      '  remedy: in a checkout run `npm ci` and use `npx berth`, which brings its own Node; elsewhere install Node 24\n',
  );
  process.exit(1);
}
// Folding a ledger makes much that dies young: a roomy nursery lets it die there.
const { setFlagsFromString } = await import('node:v8');
setFlagsFromString('--min-semi-space-size=32');
setFlagsFromString('--max-semi-space-size=32');
const { enableCompileCache } = await import('node:module');
enableCompileCache();
const { main } = hasSources
  ? await import('../src/cli/index.ts')
  : await import(built('src/cli/index.js'));
await main(process.argv.slice(2));
