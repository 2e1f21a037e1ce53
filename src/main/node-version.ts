/** The oldest Node that Berth runs on. */
const nodeMajorMin = 24;

/** Says plainly which Node is needed, before something fails that an older one does not have. */
const found = Number(process.versions.node.split('.')[0]);
if (found < nodeMajorMin) {
  throw new Error(
    `berth needs Node.js ${nodeMajorMin} or newer, this is ${process.version} (${process.execPath}): ` +
      `install Node ${nodeMajorMin}, or run the program with a newer one`,
  );
}
