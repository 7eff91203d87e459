import { LONGEST_PAGE, type Page } from './calls.ts';
import { retentionFrom } from './codec.ts';
import { FileCalls } from './file-calls.ts';
import type { Retention } from './frames.ts';
import { object, optional, string } from './shape.ts';

export interface Hold {
  id: string;
  conversation?: string;
  user?: string;
  reason: string;
  placedBy: string;
  placedAt: string;
  releasedBy?: string;
  releasedAt?: string;
}

/** What concerns all of a workspace. */
export class WorkspaceCalls extends FileCalls {
  async invite(): Promise<{ invite: string; expiresAt: string }> {
    return object<{ invite: string; expiresAt: string }>({ invite: string, expiresAt: string })(
      await this.call('POST', '/v1/invites', {}),
      'invite',
    );
  }

  /** How much of all conversations is kept; of a conversation perhaps less. */
  async workspaceRetention(): Promise<Retention> {
    return retentionFrom(await this.call('GET', '/v1/workspace/retention'), 'retention');
  }

  /** For administrators. */
  async retainWorkspace(retention: Retention): Promise<Retention> {
    return retentionFrom(await this.call('PUT', '/v1/workspace/retention', retention), 'retention');
  }

  // ---- legal holds, for administrators ----

  /** Retention deletes nothing any more of the conversation, or of those that the user is or was a member of. */
  async hold(target: { conversation: string } | { user: string }, reason: string): Promise<Hold> {
    return holdFrom(await this.call('POST', '/v1/holds', { ...target, reason }), 'hold');
  }

  async release(hold: string): Promise<Hold> {
    return holdFrom(await this.call('DELETE', `/v1/holds/${hold}`), 'hold');
  }

  /** Released ones too, the newest first. */
  holds(before?: string): Promise<Page<Hold>> {
    return this.page(
      `/v1/holds?limit=${LONGEST_PAGE}${before ? `&before=${before}` : ''}`,
      'holds',
      holdFrom,
    );
  }
}

const holdFrom = object<Hold>({
  id: string,
  conversation: optional(string),
  user: optional(string),
  reason: string,
  placedBy: string,
  placedAt: string,
  releasedBy: optional(string),
  releasedAt: optional(string),
});
