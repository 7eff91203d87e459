import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ParleyClient } from '@parley/sdk';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { Server } from '../../../web/e2e/server.ts';
import { direct, PASSWORD, reads, registered } from './people.ts';

const sdk = fileURLToPath(new URL('..', import.meta.url));
const modules = fileURLToPath(new URL('../../../node_modules', import.meta.url));

/** A program's directory, with the package as npm would install it. */
let program: string;
let packed: string[];

beforeAll(async () => {
  program = await mkdtemp(join(tmpdir(), 'parley-sdk-'));
  const said = execFileSync('npm', ['pack', '--json', '--pack-destination', program], { cwd: sdk });
  const text = said.toString();
  const [{ filename, files }] = JSON.parse(text.slice(text.indexOf('[\n')));
  packed = files.map(({ path }: { path: string }) => path);
  const installed = join(program, 'node_modules', '@parley', 'sdk');
  await mkdir(installed, { recursive: true });
  execFileSync('tar', ['-xzf', join(program, filename), '-C', installed, '--strip-components=1']);
  for (const name of ['idb', '@types', 'undici-types'])
    await symlink(join(modules, name), join(program, 'node_modules', name));
  await writeFile(join(program, 'package.json'), '{ "type": "module" }');
});

afterAll(() => rm(program, { recursive: true, force: true }));

describe('the package', () => {
  it('has what runs, its types, its page and its licence, and nothing else', () => {
    const others = packed.filter(path => !/^dist\/[a-z-]+\.(js|d\.ts)$/.test(path));
    expect(others.sort()).toEqual(['LICENSE', 'README.md', 'package.json']);
    expect(packed).toContain('dist/index.js');
    expect(packed).toContain('dist/index.d.ts');
  });

  it('is typed for a program that knows no browser, and its page says what compiles', async () => {
    const page = await readFile(join(sdk, 'README.md'), 'utf8');
    const pieces = [...page.matchAll(/```ts\n(.*?)```/gs)].map(([, piece = '']) => piece);
    expect(pieces.length).toBeGreaterThan(3);
    for (const [index, piece] of pieces.entries())
      await writeFile(join(program, `piece-${index}.ts`), `${piece}\nexport {};\n`);
    await cp(join(sdk, 'examples'), program, { recursive: true });
    const compilerOptions = {
      module: 'NodeNext',
      target: 'ES2023',
      lib: ['ES2023'],
      types: ['node'],
      strict: true,
      noEmit: true,
      checkJs: true,
      allowJs: true,
      preserveSymlinks: true,
    };
    await writeFile(
      join(program, 'tsconfig.json'),
      JSON.stringify({ compilerOptions, include: ['*.ts', '*.mjs'] }),
    );
    const tsc = join(modules, '.bin', 'tsc');
    const complaints = await run(tsc, ['-p', program]);
    expect(complaints).toBe('');
  });

  it('has a bot to begin from, which answers once whatever becomes of it', async () => {
    const server = await Server.start();
    const ada = await registered(server.url, 'ada');
    const conversation = await direct(ada, await registered(server.url, 'echo'));
    const client = new ParleyClient({
      ...ada,
      socketUrl: `${server.url.replace('http', 'ws')}/v1/socket`,
      client: { name: 'acceptance', version: '1' },
      WebSocket,
    });
    client.start();
    let bot = start(server.url);
    await client.send(conversation, 'echo hello');
    await reads(conversation, ada, ['echo hello', 'hello']);
    bot.kill('SIGKILL');
    await once(bot, 'exit');
    await client.send(conversation, 'echo are you there?');
    await client.send(conversation, 'nothing to repeat');
    bot = start(server.url);
    const all = ['echo hello', 'hello', 'echo are you there?', 'nothing to repeat', 'are you there?'];
    await reads(conversation, ada, all);
    bot.kill('SIGTERM');
    expect(await once(bot, 'exit')).toEqual([0, null]);
    expect(textsAfter(bot)).toMatch(/^live by (poll|socket)\nstopped$/);
    await reads(conversation, ada, all);
    client.stop();
    await server.stop();
  });
});

const said = new WeakMap<ChildProcess, string[]>();

function start(url: string): ChildProcess {
  const env = { ...process.env, PARLEY_PASSWORD: PASSWORD };
  const bot = spawn(process.execPath, ['echo-bot.mjs', url, 'echo'], { cwd: program, env });
  const lines: string[] = [];
  said.set(bot, lines);
  for (const stream of [bot.stdout, bot.stderr]) stream?.on('data', data => lines.push(String(data)));
  return bot;
}

function textsAfter(bot: ChildProcess): string {
  return (said.get(bot) ?? []).join('').trim();
}

async function run(command: string, args: string[]): Promise<string> {
  const child = spawn(command, args);
  const output: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', data => output.push(String(data)));
  await once(child, 'close');
  return output.join('');
}
