import type { Page } from '@playwright/test';

/** When the pictures are taken, whenever they are taken. */
export const NOW = new Date('2026-10-15T15:42:00+02:00');
const LONG_AGO = '2026-09-01T08:00:00.000Z';

/**
 * When what is in the pictures happened. A server tells its own times, which would put all that was ever said into the minute
 * before a picture; on the way to the page they are replaced by these.
 */
export class Times {
  private readonly said = new Map<string, Map<number, string>>();

  tell(conversation: string, seq: number, at: Date): void {
    const said = this.said.get(conversation) ?? new Map<number, string>();
    this.said.set(conversation, said.set(seq, at.toISOString()));
  }

  async reach(page: Page): Promise<void> {
    await page.clock.setFixedTime(NOW);
    await page.routeWebSocket(/\/v1\/socket/, socket => {
      const server = socket.connectToServer();
      server.onMessage(frame => socket.send(this.told(String(frame))));
    });
    await page.route(/\/v1\/(conversations|threads|search|sessions)/, async route => {
      const response = await route.fetch();
      if (!/json/.test(response.headers()['content-type'] ?? '')) return route.fulfill({ response });
      const [, conversation = ''] = /conversations\/([^/?]+)/.exec(route.request().url()) ?? [];
      return route.fulfill({ response, body: this.told(await response.text(), conversation) });
    });
  }

  private told(json: string, conversation = ''): string {
    return JSON.stringify(this.retold(JSON.parse(json), conversation));
  }

  private retold(value: unknown, around: string): unknown {
    if (Array.isArray(value)) return value.map(part => this.retold(part, around));
    if (value === null || typeof value !== 'object') return value;
    const { id, seq, conversation = 'head' in value ? id : around } = value as Record<string, unknown>;
    const at = this.at(String(conversation), Number(seq));
    const told = Object.entries(value).map(([name, part]) => {
      if (typeof part !== 'string' || !TIME.test(part))
        return [name, this.retold(part, String(conversation))];
      return [name, RECENT.includes(name) ? NOW.toISOString() : at];
    });
    return Object.fromEntries(told);
  }

  /** What is no message happened when the last message before it was said. */
  private at(conversation: string, seq: number): string {
    const said = this.said.get(conversation);
    for (let before = seq; before > 0; before--) {
      const at = said?.get(before);
      if (at) return at;
    }
    return LONG_AGO;
  }
}

const TIME = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;
/** Told of devices and of people. */
const RECENT = ['usedAt', 'lastSeen'];
