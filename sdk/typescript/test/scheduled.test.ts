import { expect, it } from 'vitest';
import { ScheduledCalls } from '../src/scheduled.ts';

const at = new Date('2026-12-24T18:00:00Z');
const waiting = {
  id: 'one',
  conversation: 'c1',
  text: 'a.txt',
  replyTo: null,
  thread: 3,
  broadcast: true,
  mentions: ['all'],
  attachments: ['a1'],
  files: [{ id: 'a1', name: 'a.txt', type: 'text/plain', bytes: 2, width: null, height: null }],
  sendAt: at.toISOString(),
  madeAt: at.toISOString(),
  failure: null,
};

function calls(...answers: unknown[]) {
  const asked: [string, string, unknown][] = [];
  const scheduled = new ScheduledCalls((method, path, body) => {
    asked.push([method, path, body]);
    return Promise.resolve(answers.shift());
  });
  return { asked, scheduled };
}

it('has a message sent later with all that a message may have', async () => {
  const { asked, scheduled } = calls({ scheduled: waiting, seq: null }, { scheduled: null, seq: 7 });
  const file = { id: 'a1', name: 'a.txt', type: 'text/plain', bytes: 2 };
  const context = { thread: 3, broadcast: true, mentions: ['all'], files: [file] };
  const made = await scheduled.make('c1', '', at, context, 'one');
  expect(made).toMatchObject({ id: 'one', thread: 3, files: [file] });
  expect(await scheduled.make('c1', '', at, context, 'one')).toBeNull();
  expect(asked[0]).toEqual([
    'POST',
    '/v1/conversations/c1/scheduled',
    {
      id: 'one',
      text: 'a.txt',
      sendAt: '2026-12-24T18:00:00.000Z',
      thread: 3,
      broadcast: true,
      mentions: ['all'],
      attachments: ['a1'],
    },
  ]);
});

it('lists, changes, sends and cancels', async () => {
  const failure = { code: 'not_found', detail: 'no such conversation', at: at.toISOString() };
  const { asked, scheduled } = calls(
    { scheduled: [{ ...waiting, failure }], next: '1.one' },
    { scheduled: [], next: null },
    waiting,
    { seq: 7, at: at.toISOString() },
    undefined,
  );
  expect((await scheduled.list()).scheduled[0]?.failure).toEqual(failure);
  expect((await scheduled.list('1.one')).scheduled).toEqual([]);
  await scheduled.change('one', { sendAt: at });
  expect(await scheduled.send('one')).toBe(7);
  await scheduled.cancel('one');
  expect(asked).toEqual([
    ['GET', '/v1/users/me/scheduled', undefined],
    ['GET', '/v1/users/me/scheduled?after=1.one', undefined],
    ['PATCH', '/v1/users/me/scheduled/one', { sendAt: at.toISOString() }],
    ['POST', '/v1/users/me/scheduled/one/send', undefined],
    ['DELETE', '/v1/users/me/scheduled/one', undefined],
  ]);
});
