import react from '@vitejs/plugin-react';
import { defaultClientConditions } from 'vite';
import { defineConfig } from 'vitest/config';

const server = 'http://127.0.0.1:8080';

export default defineConfig({
  plugins: [react()],
  // The SDK is compiled from its source along with the page.
  resolve: { conditions: ['source', ...defaultClientConditions] },
  ssr: { resolve: { conditions: ['source'] }, noExternal: ['@parley/sdk'] },
  test: { include: ['test/**/*.test.ts'] },
  build: {
    target: 'es2022',
    // The page's policy is `default-src 'self'`: nothing may be inlined as a data: address.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: {
    proxy: { '/v1': { target: server, ws: true }, '/health': server, '/.well-known': server },
  },
});
