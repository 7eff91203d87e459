import { fileFrom } from './codec.ts';
import type { FileInfo } from './frames.ts';
import { type Context, namesOf } from './outbox.ts';
import { boolean, list, nullable, number, object, optional, string } from './shape.ts';
import { uuidv7 } from './uuid.ts';

type Call = (method: string, path: string, body?: unknown) => Promise<unknown>;

/** A message that the user has sent later. */
export interface Scheduled {
  /** Under which it is sent, once. */
  id: string;
  conversation: string;
  text: string;
  replyTo?: number | null;
  thread?: number | null;
  broadcast: boolean;
  mentions: string[];
  files: FileInfo[];
  sendAt: string;
  madeAt: string;
  /** Why it was refused when it was due; null where it waits. */
  failure?: { code: string; detail: string; at: string } | null;
}

export interface ScheduledPage {
  scheduled: Scheduled[];
  next?: string | null;
}

/** What is absent stays as it is. */
export interface ScheduledChange {
  text?: string;
  mentions?: readonly string[];
  sendAt?: Date;
}

const failureFrom = object<NonNullable<Scheduled['failure']>>({ code: string, detail: string, at: string });
const scheduledFrom = object<Scheduled>({
  id: string,
  conversation: string,
  text: string,
  replyTo: optional(nullable(number)),
  thread: optional(nullable(number)),
  broadcast: boolean,
  mentions: list(string),
  files: list(fileFrom),
  sendAt: string,
  madeAt: string,
  failure: optional(nullable(failureFrom)),
});

/** The calls about messages that the user has sent later. */
export class ScheduledCalls {
  private readonly call: Call;

  constructor(call: Call) {
    this.call = call;
  }

  /** Of files alone where the text is empty. The same id again answers what is there, or null where it was sent. */
  async make(
    conversation: string,
    text: string,
    sendAt: Date,
    { files = [], ...context }: Context = {},
    id = uuidv7(),
  ): Promise<Scheduled | null> {
    const body = {
      ...context,
      id,
      text: text || namesOf(files),
      sendAt: sendAt.toISOString(),
      attachments: files.map(file => file.id),
    };
    const made = object<{ scheduled: Scheduled | null }>({ scheduled: nullable(scheduledFrom) });
    return made(await this.call('POST', `/v1/conversations/${conversation}/scheduled`, body), 'made')
      .scheduled;
  }

  /** Those that are due first in front. */
  async list(after?: string | null): Promise<ScheduledPage> {
    const path = `/v1/users/me/scheduled${after ? `?after=${encodeURIComponent(after)}` : ''}`;
    const page = object<ScheduledPage>({ scheduled: list(scheduledFrom), next: optional(nullable(string)) });
    return page(await this.call('GET', path), 'page');
  }

  /** With another time it waits anew, also where it was refused before. `not_found` where it was sent or cancelled, as the next two. */
  async change(id: string, { sendAt, ...change }: ScheduledChange): Promise<Scheduled> {
    const body = { ...change, ...(sendAt && { sendAt: sendAt.toISOString() }) };
    return scheduledFrom(await this.call('PATCH', `/v1/users/me/scheduled/${id}`, body), 'scheduled');
  }

  async cancel(id: string): Promise<void> {
    await this.call('DELETE', `/v1/users/me/scheduled/${id}`);
  }

  /** At once; answers its number. */
  async send(id: string): Promise<number> {
    const sent = object<{ seq: number }>({ seq: number });
    return sent(await this.call('POST', `/v1/users/me/scheduled/${id}/send`), 'sent').seq;
  }
}
