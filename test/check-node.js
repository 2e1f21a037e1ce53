/** Runs before every script of package.json, in plain JavaScript, so that an old Node gets a sentence and not a stack. */
const needed = 24;
const found = Number(process.versions.node.split('.')[0]);
if (found < needed) {
  console.error(
    `Berth needs Node ${needed} or newer; this is Node ${process.versions.node}.\n` +
      'Run `npm ci` first (it brings its own Node) and use the npm scripts: `npm test`, `npm start`.',
  );
  process.exit(1);
}
