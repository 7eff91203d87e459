import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { compileMessageOrThrow } from '@lingui/message-utils/compileMessage';
import react from '@vitejs/plugin-react';
import { defaultClientConditions, type Plugin, runnerImport } from 'vite';
import { defineConfig } from 'vitest/config';

const server = 'http://127.0.0.1:8080';

/** What stands in `public/` and is needed where there is no network. */
const KEPT_BESIDE = ['favicon.svg', 'favicon-unread.svg', 'manifest.webmanifest'];

export default defineConfig({
  plugins: [react(), compiledCatalogues(), serviceWorker()],
  // The SDK is compiled from its source along with the page.
  resolve: { conditions: ['parley-source', ...defaultClientConditions] },
  ssr: { resolve: { conditions: ['parley-source'] }, noExternal: ['@parley/sdk'] },
  test: { include: ['test/**/*.test.ts'] },
  build: {
    target: 'es2022',
    // The page's policy is `default-src 'self'`: nothing may be inlined as a data: address.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // What the first visit loads is one file: cut at what later parts share with it, it would weigh more.
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: firstOf }] } } },
  },
  server: {
    proxy: { '/v1': { target: server, ws: true }, '/health': server, '/.well-known': server },
  },
});

/** What the page says is taken apart when it is built, so that no reader has to load what takes it apart. */
function compiledCatalogues(): Plugin {
  return {
    name: 'parley-catalogues',
    apply: 'build',
    async load(id) {
      const language = /\/src\/language\/(en|enLater|de|ar)\.ts$/.exec(id)?.[1];
      if (!language) return null;
      const { module } = await runnerImport<Record<string, Record<string, string>>>(id, {
        configFile: false,
      });
      const compiled = Object.entries(module[language] ?? {}).map(([key, text]) => [
        key,
        compileMessageOrThrow(text),
      ]);
      return `export const ${language} = ${JSON.stringify(Object.fromEntries(compiled))};`;
    },
  };
}

/** Puts the names of what was built, and a version that changes with any of it, at the top of the service worker. */
function serviceWorker(): Plugin {
  return {
    name: 'parley-service-worker',
    apply: 'build',
    generateBundle: {
      order: 'post',
      handler(_, bundle) {
        const source = readFileSync(new URL('service-worker.js', import.meta.url), 'utf8');
        const built = Object.keys(bundle).filter(name => name.startsWith('assets/'));
        const files = ['', ...KEPT_BESIDE, ...built].map(name => `/${name}`);
        const hash = createHash('sha256').update(source);
        for (const output of Object.values(bundle))
          hash.update(output.type === 'asset' ? output.source : output.code);
        const head = `const VERSION = '${hash.digest('hex').slice(0, 12)}';\nconst FILES = ${JSON.stringify(files)};\n`;
        this.emitFile({ type: 'asset', fileName: 'sw.js', source: head + source });
      },
    },
  };
}

interface ModuleGraph {
  getModuleInfo: (
    id: string,
  ) => { isEntry: boolean; importedIds: readonly string[]; importers: readonly string[] } | null;
}

const first = new Map<string, boolean>();

/** `first` for what the page's entry reaches without loading anything later. */
function firstOf(id: string, graph: ModuleGraph): string | null {
  return isFirst(id, graph, new Set()) ? 'first' : null;
}

function isFirst(id: string, graph: ModuleGraph, seen: Set<string>): boolean {
  const known = first.get(id);
  if (known !== undefined) return known;
  if (seen.has(id)) return false;
  seen.add(id);
  const info = graph.getModuleInfo(id);
  const found = info !== null && (info.isEntry || info.importers.some(by => isFirst(by, graph, seen)));
  if (found || seen.size === 1) first.set(id, found);
  return found;
}
