import { parentPort } from 'node:worker_threads';

/** Answers after so many ms as the id of the subject says; `never` takes for ever, and `fail` ends the thread. */
parentPort?.on('message', ({ id }: { readonly id: string }) => {
  if (id === 'fail') throw new Error('as it was told');
  if (id === 'never') for (;;);
  const json = new TextEncoder().encode(JSON.stringify(id));
  setTimeout(() => {
    parentPort?.postMessage({ _tag: 'Right', right: { revision: 1, json } });
  }, Number(id));
});
