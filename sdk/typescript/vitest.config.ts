import { defineConfig } from 'vitest/config';

export default defineConfig({
  // The SDK is tested from its source.
  resolve: { conditions: ['parley-source'] },
  ssr: { resolve: { conditions: ['parley-source'] } },
  // A machine that is busy with other things makes everything late; only what never comes costs so much.
  test: { testTimeout: 180_000, hookTimeout: 180_000, fileParallelism: false },
});
