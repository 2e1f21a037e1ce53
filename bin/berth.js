#!/usr/bin/env node
// Says plainly which Node is needed before anything is loaded that an older one cannot read.
const major = Number(process.versions.node.split('.')[0]);
if (major < 24) {
  process.stderr.write(
    `error: berth needs Node.js 24 or newer, this is ${process.version} (${process.execPath})\n` +
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
const { main } = await import('../src/cli/index.ts');
await main(process.argv.slice(2));
