import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, release, totalmem, type } from 'node:os';
import { dirname } from 'node:path';

/** A line of the sheet: what was measured, what is wanted of it, and what came of it. */
interface Line {
  what: string;
  target: string;
  figures: Record<string, number | string>;
  /** All of them, where the figures are taken of several. */
  samples?: number[];
}

/** The target sheet, filled in as far as it got. */
export class Sheet {
  private readonly lines: Line[] = [];
  private readonly loadBefore = loadavg()[0];
  private readonly began = new Date();

  line(what: string, target: string, figures: Line['figures'], samples?: number[]): void {
    this.lines.push({ what, target, figures, ...(samples && { samples: samples.map(rounded) }) });
    process.stdout.write(`${what}: ${written(figures)}\n`);
  }

  /** One part of the sheet, unless `PARTS` names others; where it cannot be had, the sheet says so and goes on. */
  async part(what: string, measure: () => Promise<void>): Promise<void> {
    if (process.env.PARTS && !process.env.PARTS.split(',').includes(what)) return;
    try {
      await measure();
    } catch (failure) {
      const [why = ''] = String(failure).split('\n');
      this.line(what, '', { 'not had': why });
    }
  }

  table(): string {
    const rows = this.lines.map(
      ({ what, target, figures }) => `| ${what} | ${target} | ${written(figures)} |`,
    );
    return ['| | target | measured |', '| --- | --- | --- |', ...rows].join('\n');
  }

  save(file: string, browser: string): void {
    mkdirSync(dirname(file), { recursive: true });
    const machine = {
      processors: cpus().length,
      processor: cpus()[0]?.model,
      memory: `${Math.round(totalmem() / 1024)} kB`,
      system: `${type()} ${release()}`,
      browser,
      node: process.version,
      loadAverageBefore: this.loadBefore,
      loadAverageAfter: loadavg()[0],
    };
    const seconds = Math.round((Date.now() - this.began.getTime()) / 1000);
    const sheet = {
      scenario: 'page',
      command: 'npm run bench',
      at: this.began,
      seconds,
      machine,
      lines: this.lines,
    };
    writeFileSync(file, `${JSON.stringify(sheet, null, 2)}\n`);
  }
}

export function percentile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  return rounded(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN);
}

export function distribution(samples: readonly number[]): Record<string, number> {
  return { p50: percentile(samples, 0.5), p95: percentile(samples, 0.95), most: percentile(samples, 1) };
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}

function written(figures: Line['figures']): string {
  return Object.entries(figures)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');
}
