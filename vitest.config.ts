import { defineConfig } from 'vitest/config';

/** `npm test` runs what is pure and the contracts; `npm run test:all` names the slower suites (style guide §8). */
export default defineConfig({
  test: {
    include:
      process.env['BERTH_SUITE'] === 'slow'
        ? ['test/**/*.{int,sim}.ts']
        : ['test/**/*.{spec,contract}.ts'],
    testTimeout: process.env['BERTH_SUITE'] === 'slow' ? 600_000 : 20_000,
    pool: 'threads',
  },
});
