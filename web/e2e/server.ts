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
  private readonly process: ChildProcess;
  private readonly data: string;

  private constructor(process: ChildProcess, data: string, url: string, setupLink: string) {
    this.process = process;
    this.data = data;
    this.url = url;
    this.setupLink = setupLink;
  }

  /** `settings` by their environment variables. */
  static async start(settings: Record<string, string> = {}): Promise<Server> {
    const data = await mkdtemp(join(tmpdir(), 'parley-web-'));
    const args = ['serve', '--port', '0', '--data', join(data, 'data')];
    // Ours, and the server refuses settings that it does not know.
    const { PARLEY_COMMAND: _, ...inherited } = globalThis.process.env;
    const env = { ...inherited, ...settings };
    const process = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], env });
    const said: string[] = [];
    const setupLink = firstMatch(process.stderr, /(http\S*\/setup#[^\s"]+)/, said);
    const url = firstMatch(process.stdout, /^ready (http\S+)/, said);
    const died = new Promise<never>((_, reject) =>
      process.once('exit', code => reject(new Error(`the server ended with ${code}:\n${said.join('\n')}`))),
    );
    const [link, ready] = await Promise.race([Promise.all([setupLink, url]), died]);
    died.catch(() => {});
    return new Server(process, data, ready, link);
  }

  async stop(): Promise<void> {
    if (this.process.exitCode === null) {
      const ended = new Promise(resolve => this.process.once('exit', resolve));
      this.process.kill('SIGTERM');
      await ended;
    }
    await rm(this.data, { recursive: true, force: true });
  }
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
