// The door of `berth/testing`: see index.js. It alone needs fast-check, which comes with nobody's install of Berth.
import { built, hasSources, refuseOldNode } from './bin/here.js';

refuseOldNode();

const opened = hasSources
  ? import('./src/testing/index.ts')
  : import(built('src/testing/index.js'));

export const {
  LawBroken,
  booksOf,
  brokenLaws,
  bundledDay,
  clusters,
  defaultPolicy,
  everyPlanKeeps,
  ledgerLaws,
  planLaws,
  plansIn,
  queueTrees,
  scenarios,
  simulate,
  tryPool,
  workloadMixes,
} = await opened.catch((cause) => {
  const lacksFastCheck =
    cause.code === 'ERR_MODULE_NOT_FOUND' && cause.message.includes("'fast-check'");
  if (!lacksFastCheck) throw cause;
  const says = 'berth/testing needs the package fast-check: npm install --save-dev fast-check';
  throw new Error(says, { cause });
});
