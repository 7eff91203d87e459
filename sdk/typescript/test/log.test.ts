import { describe, expect, it } from 'vitest';
import type { Entry } from '../src/frames.ts';
import { ConversationLog, KEPT_OFF_SCREEN, MAX_BEHIND, PAGE } from '../src/log.ts';
import { eventually } from './eventually.ts';
import { message, run } from './messages.ts';

function serverWith(head: number, first = 1, pageLimit = PAGE) {
  const server = {
    head,
    first,
    calls: [] as number[],
    down: false,
    kept: [] as Entry[],
    appended: [] as number[],
  };
  const log = new ConversationLog({
    fetch: async (after, limit) => {
      server.calls.push(after);
      if (server.down) throw new Error('down');
      const from = Math.max(after + 1, server.first);
      const to = Math.min(server.head, from + Math.min(limit, pageLimit) - 1);
      return { entries: run(from, to), head: server.head, first: server.first };
    },
    stored: async (before, limit) => server.kept.filter(entry => entry.seq < before).slice(-limit),
    onChange: () => {},
    onRestored: () => {},
    onAppended: entries => server.appended.push(...entries.map(entry => entry.seq)),
    onPrepended: () => {},
  });
  const seqs = () => log.view.entries.map(entry => entry.seq);
  const settled = (last: number) => eventually(() => expect(seqs().at(-1)).toBe(last));
  return { server, log, seqs, settled };
}

const from = (low: number, high: number) => run(low, high).map(entry => entry.seq);

describe('a conversation log', () => {
  it('opens with the newest page', async () => {
    const { log, seqs, settled } = serverWith(120);
    log.open(120, 1);
    await settled(120);
    expect(seqs()).toEqual(from(71, 120));
  });

  it('appends the next entry and drops one it has', async () => {
    const { server, log, seqs, settled } = serverWith(3);
    log.open(3, 1);
    await settled(3);
    log.accept(message(4));
    log.accept(message(4));
    log.accept(message(2));
    expect(seqs()).toEqual([1, 2, 3, 4]);
    expect(server.calls).toHaveLength(1);
  });

  it('fetches the gap when seq jumps', async () => {
    const { server, log, seqs, settled } = serverWith(3);
    log.open(3, 1);
    await settled(3);
    server.head = 9;
    log.accept(message(9));
    await settled(9);
    expect(seqs()).toEqual(from(1, 9));
  });

  it('loses nothing that arrives while it fetches', async () => {
    const { server, log, seqs, settled } = serverWith(3);
    log.open(3, 1);
    server.head = 5;
    log.accept(message(4));
    log.accept(message(5));
    await settled(5);
    expect(seqs()).toEqual(from(1, 5));
  });

  it('goes on when the server gives shorter pages than asked for', async () => {
    const { log, seqs, settled } = serverWith(40, 1, 7);
    log.open(40, 1);
    await settled(40);
    expect(seqs()).toEqual(from(1, 40));
  });

  it('starts afresh when too far behind', async () => {
    const { server, log, seqs, settled } = serverWith(10);
    log.open(10, 1);
    await settled(10);
    server.head = 10 + MAX_BEHIND + 1;
    log.reaches(server.head);
    await settled(server.head);
    expect(seqs()).toHaveLength(PAGE);
  });

  it('loads older pages down to the first entry there is for this member', async () => {
    const { log, seqs, settled } = serverWith(130, 21, 30);
    log.open(130, 21);
    await settled(130);
    await log.older();
    expect(seqs()).toEqual(from(31, 130));
    await log.older();
    await log.older();
    expect(seqs()).toEqual(from(21, 130));
  });

  it('drops what retention took', async () => {
    const { log, seqs, settled } = serverWith(10);
    log.open(10, 1);
    await settled(10);
    const { id: _, text: __, ...common } = message(11);
    log.accept({ ...common, kind: 'changed', first: 6 });
    expect(seqs()).toEqual(from(6, 11));
  });

  it('shows what this device kept at once, and fetches only what is new', async () => {
    const { server, log, seqs, settled } = serverWith(120);
    server.kept = run(1, 110);
    log.open(120, 1);
    await settled(120);
    expect(seqs()).toEqual(from(61, 120));
    expect(server.calls).toEqual([110]);
    expect(server.appended).toEqual(from(111, 120));
  });

  it('reads offline what this device kept, and says so where it kept nothing', async () => {
    const { server, log, seqs } = serverWith(700);
    server.down = true;
    server.kept = run(40, 120);
    log.open(700, 1);
    await eventually(() => expect(log.view.failed).toBe(true));
    await log.older();
    expect(seqs()).toEqual(from(40, 120));
    await log.older();
    expect(log.view).toMatchObject({ failed: true, loading: null });
    expect(seqs()).toEqual(from(40, 120));
  });

  it('says so when a fetch fails, and repairs itself at the next hint', async () => {
    const { server, log, seqs, settled } = serverWith(5);
    server.down = true;
    log.open(5, 1);
    await eventually(() => expect(log.view.failed).toBe(true));
    server.down = false;
    log.reaches(5);
    await settled(5);
    expect(log.view.failed).toBe(false);
    expect(seqs()).toEqual(from(1, 5));
  });

  it('keeps only its newest entries once it is off screen', async () => {
    const { log, seqs, settled } = serverWith(PAGE);
    log.open(PAGE, 1);
    await settled(PAGE);
    for (const entry of run(PAGE + 1, KEPT_OFF_SCREEN + 10)) log.accept(entry);
    log.trim();
    expect(seqs()).toEqual(from(11, KEPT_OFF_SCREEN + 10));
  });
});
