import { boolean, list, number, object, string } from './shape.ts';

/** People who are mentioned together: the group's id among the mentions of a message. */
export interface UserGroup {
  id: string;
  handle: string;
  name: string;
  /** Ids of users; to a guest only of those with whom it shares a conversation. */
  members: string[];
}

export interface GroupSummary {
  id: string;
  handle: string;
  name: string;
  /** How many it has. */
  members: number;
}

export interface GroupList {
  /** By handle. */
  groups: GroupSummary[];
  /** Whether the caller may make and change them. */
  mayChange: boolean;
}

/** What an administrator wants a group to be. */
export type GroupWish = Omit<UserGroup, 'id'>;

type Call = (method: string, path: string, body?: unknown) => Promise<unknown>;

const named = { id: string, handle: string, name: string };
const groupFrom = object<UserGroup>({ ...named, members: list(string) });
const listFrom = object<GroupList>({
  groups: list(object<GroupSummary>({ ...named, members: number })),
  mayChange: boolean,
});

/** The calls about user groups. Nobody is told of a new one: ask when somebody begins to write a mention. */
export class GroupCalls {
  private readonly call: Call;

  constructor(call: Call) {
    this.call = call;
  }

  async list(): Promise<GroupList> {
    return listFrom(await this.call('GET', '/v1/groups'), 'groups');
  }

  async get(id: string): Promise<UserGroup> {
    return groupFrom(await this.call('GET', path(id)), 'group');
  }

  /** `conflict` where a user or another group has the handle, or there are as many as may be. */
  async make(wish: GroupWish): Promise<UserGroup> {
    return groupFrom(await this.call('POST', '/v1/groups', wish), 'group');
  }

  /** All of it at once. What mentioned it before stays as it is. */
  async change(id: string, wish: GroupWish): Promise<UserGroup> {
    return groupFrom(await this.call('PUT', path(id), wish), 'group');
  }

  /** What mentioned it stays as it is. */
  async remove(id: string): Promise<void> {
    await this.call('DELETE', path(id));
  }
}

const path = (id: string) => `/v1/groups/${encodeURIComponent(id)}`;
