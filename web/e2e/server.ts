import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const command = process.env.PARLEY_COMMAND ?? fileURLToPath(new URL('../../parley', import.meta.url));

/** A server of one's own over an empty data directory, as `./parley serve` starts it. */
export class Server {
  readonly url: string;
  readonly setupLink: string;
  private running: Running;
  private readonly data: string;
  private readonly settings: Settings;

  private constructor(running: Running, setupLink: string, data: string, settings: Settings) {
    this.running = running;
    this.setupLink = setupLink;
    this.data = data;
    this.settings = settings;
    this.url = running.url;
  }

  /** `settings` by their environment variables. */
  static async start(settings: Settings = {}): Promise<Server> {
    const data = await mkdtemp(join(tmpdir(), 'parley-web-'));
    const running = await launch(data, '0', settings);
    return new Server(running, await running.setupLink, data, settings);
  }

  /** What `kill -9` does, and then the next start over the same data at the same address. */
  async crashAndRestart(): Promise<void> {
    await end(this.running.process, 'SIGKILL');
    this.running = await launch(this.data, new URL(this.url).port, this.settings);
  }

  async stop(): Promise<void> {
    await end(this.running.process, 'SIGTERM');
    await rm(this.data, { recursive: true, force: true });
  }
}

type Settings = Record<string, string>;

interface Running {
  process: ChildProcess;
  url: string;
  /** Only a start without an administrator says it. */
  setupLink: Promise<string>;
}

async function launch(data: string, port: string, settings: Settings): Promise<Running> {
  const args = ['serve', '--port', port, '--data', join(data, 'data')];
  // Ours, and the server refuses settings that it does not know.
  const { PARLEY_COMMAND: _, ...inherited } = globalThis.process.env;
  const env = { ...inherited, ...settings };
  const process = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], env });
  const said: string[] = [];
  const setupLink = firstMatch(process.stderr, /(http\S*\/setup#[^\s"]+)/, said);
  const ready = firstMatch(process.stdout, /^ready (http\S+)/, said);
  const died = new Promise<never>((_, reject) =>
    process.once('exit', code => reject(new Error(`the server ended with ${code}:\n${said.join('\n')}`))),
  );
  const url = await Promise.race([ready, died]);
  died.catch(() => {});
  return { process, url, setupLink };
}

async function end(process: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  if (process.exitCode !== null || process.signalCode !== null) return;
  const ended = new Promise(resolve => process.once('exit', resolve));
  process.kill(signal);
  await ended;
}

function firstMatch(stream: NodeJS.ReadableStream, pattern: RegExp, said: string[]): Promise<string> {
  return new Promise(resolve => {
    createInterface({ input: stream }).on('line', line => {
      said.push(line);
      const found = pattern.exec(line)?.[1];
      if (found) resolve(found);
    });
  });
}
