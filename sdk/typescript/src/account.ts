import { profileFields, profileFrom } from './codec.ts';
import type { Profile } from './frames.ts';
import type { Api } from './http.ts';
import { boolean, list, object, string } from './shape.ts';

/** One's own account, as only oneself sees it. */
export interface Account extends Profile {
  /** Whether others may see how far one has read. */
  readReceipts: boolean;
}

/** What is left out stays. */
export interface AccountChanges {
  name?: string;
  readReceipts?: boolean;
  /** A new one ends every other session; it needs the one so far. */
  password?: string;
  currentPassword?: string;
}

/** Where one is signed in. */
export interface DeviceSession {
  id: string;
  /** What the client called itself when it signed in: text of another program's making. */
  device: string;
  createdAt: string;
  /** When it signed in or was last refreshed. */
  usedAt: string;
  /** Whether it is the one that asks. */
  current: boolean;
}

const accountFrom = object<Account>({ ...profileFields, readReceipts: boolean });

const sessionFrom = object<DeviceSession>({
  id: string,
  device: string,
  createdAt: string,
  usedAt: string,
  current: boolean,
});

/** What one sees and changes of oneself, and of nobody else. */
export class OwnAccount {
  private readonly api: Api;

  constructor(api: Api) {
    this.api = api;
  }

  async see(): Promise<Account> {
    return accountFrom(await this.api.call('GET', '/v1/users/me'), 'account');
  }

  async change(changes: AccountChanges): Promise<Account> {
    const { readReceipts, ...profile } = accountFrom(
      await this.api.call('PATCH', '/v1/users/me', changes),
      'account',
    );
    this.api.becomes(profile);
    return { ...profile, readReceipts };
  }

  /** For good: entries and memberships stay under "Deleted user", everything personal is erased, every session ends. */
  async delete(): Promise<void> {
    await this.api.call('DELETE', '/v1/users/me');
  }

  /** Last used first. */
  async sessions(): Promise<DeviceSession[]> {
    const page = object<{ sessions: DeviceSession[] }>({ sessions: list(sessionFrom) });
    return page(await this.api.call('GET', '/v1/sessions'), 'page').sessions;
  }

  async endSession(session: string): Promise<void> {
    await this.api.call('DELETE', `/v1/sessions/${session}`);
  }

  /** Whom one blocks, by handle; nobody else sees it. */
  async blocks(): Promise<Profile[]> {
    const page = object<{ users: Profile[] }>({ users: list(profileFrom) });
    return page(await this.api.call('GET', '/v1/users/me/blocks'), 'page').users;
  }

  async block(user: string, on: boolean): Promise<void> {
    await this.api.call(on ? 'PUT' : 'DELETE', `/v1/users/me/blocks/${user}`);
  }
}
