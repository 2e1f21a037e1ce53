// What stands here: the sources, as in a checkout, or their build, as in an installed package (ADR 0012).
import { existsSync } from 'node:fs';

const needed = 24;

/** Whether the sources are here; where they are, a build that lies about is never used. */
export const hasSources = existsSync(new URL('../src', import.meta.url));

/** The address of a module of the build. */
export const built = (module) => new URL(`../dist/${module}`, import.meta.url).href;

/** Says plainly which Node is needed; nothing for one that will do. */
export const tooOld = () =>
  Number(process.versions.node.split('.')[0]) >= needed
    ? undefined
    : `berth needs Node.js ${needed} or newer, this is ${process.version} (${process.execPath})`;

/** Stops a program that loads Berth on a Node that cannot read it, before anything fails less plainly. */
export const refuseOldNode = () => {
  const refusal = tooOld();
  if (refusal !== undefined) {
    throw new Error(`${refusal}: install Node ${needed}, or run the program with a newer one`);
  }
};
