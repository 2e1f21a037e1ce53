import { defineConfig } from 'vitest/config';

const suite = process.env['BERTH_SUITE'];
const isSlow = suite === 'slow';
const fast = ['test/**/*.{spec,contract}.ts'];
/** The thread that holds the specs of the kernel against one mutant after another. */
const specs = suite === 'mutation' ? ['test/mutation/serve.ts'] : fast;

/** `npm test` runs what is pure and the contracts; `npm run test:all` names the slower suites (style guide §8). */
export default defineConfig({
  // `import … from 'berth'` means the sources here (ADR 0012).
  resolve: { conditions: ['berth-source'] },
  ssr: { resolve: { conditions: ['berth-source'] } },
  test: {
    include: isSlow ? ['test/**/*.{int,sim}.ts'] : specs,
    setupFiles: suite === 'mutation' ? ['test/mutation/setup.ts'] : [],
    testTimeout: isSlow ? 600_000 : 60_000,
    hookTimeout: isSlow ? 600_000 : 60_000,
    pool: 'threads',
    // Pure tests share their imports: without mocks nothing leaks, and a third of the time is saved.
    isolate: isSlow,
  },
});
