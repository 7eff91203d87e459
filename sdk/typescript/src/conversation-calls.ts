import { Calls, LONGEST_PAGE, type Page } from './calls.ts';
import { conversationFrom, profileFrom } from './codec.ts';
import type { ConversationState, History, Invites, MemberRole, Profile, Retention } from './frames.ts';
import { list, nullable, object, open, optional, string } from './shape.ts';

export interface Member {
  user: string;
  role: MemberRole;
}

/** Members with their profiles; `next` where there are more. */
export interface Members {
  members: Member[];
  users: Profile[];
  next?: string | null;
}

export interface NewConversation {
  id?: string;
  kind: 'direct' | 'group' | 'channel';
  members: string[];
  title?: string;
  history?: History;
}

/** What those who lead a group or channel change of it; what is left out stays. */
export interface Properties {
  title?: string;
  /** An empty one clears it. */
  topic?: string;
  history?: History;
  invites?: Invites;
}

/** People, and the conversations in which they are. */
export class ConversationCalls extends Calls {
  // ---- people ----

  async users(ids: string[]): Promise<Profile[]> {
    const wanted = ids.slice(0, LONGEST_PAGE).join(',');
    return (await this.page(`/v1/users?ids=${encodeURIComponent(wanted)}`, 'users', profileFrom)).items;
  }

  async findUsers(query: string): Promise<Profile[]> {
    return (await this.page(`/v1/users?query=${encodeURIComponent(query)}`, 'users', profileFrom)).items;
  }

  // ---- conversations ----

  async conversation(id: string): Promise<ConversationState> {
    return conversationFrom(await this.call('GET', `/v1/conversations/${id}`), 'conversation');
  }

  conversations(before?: string): Promise<Page<ConversationState>> {
    const query = before ? `?before=${encodeURIComponent(before)}` : '';
    return this.page(`/v1/conversations${query}`, 'conversations', conversationFrom);
  }

  async create(conversation: NewConversation): Promise<ConversationState> {
    return conversationFrom(await this.call('POST', '/v1/conversations', conversation), 'conversation');
  }

  /** Answers with the state that it has then. */
  async change(conversation: string, properties: Properties): Promise<ConversationState> {
    const path = `/v1/conversations/${conversation}`;
    return conversationFrom(await this.call('PATCH', path, properties), 'conversation');
  }

  /** A page of them; `after` is the `next` of the page before. */
  async members(conversation: string, after?: string): Promise<Members> {
    const member = object<Member>({ user: string, role: open() });
    const query = `limit=${LONGEST_PAGE}${after ? `&after=${encodeURIComponent(after)}` : ''}`;
    return object<Members>({
      members: list(member),
      users: list(profileFrom),
      next: optional(nullable(string)),
    })(await this.call('GET', `/v1/conversations/${conversation}/members?${query}`), 'page');
  }

  async addMembers(conversation: string, users: string[]): Promise<void> {
    await this.call('POST', `/v1/conversations/${conversation}/members`, { users });
  }

  async setRole(conversation: string, user: string, role: MemberRole): Promise<void> {
    await this.call('PATCH', `/v1/conversations/${conversation}/members/${user}`, { role });
  }

  async removeMember(conversation: string, user: string): Promise<void> {
    await this.call('DELETE', `/v1/conversations/${conversation}/members/${user}`);
  }

  leave(conversation: string): Promise<void> {
    return this.removeMember(conversation, 'me');
  }

  async channels(query: string): Promise<ConversationState[]> {
    const path = `/v1/channels?query=${encodeURIComponent(query)}`;
    return (await this.page(path, 'channels', conversationFrom)).items;
  }

  async join(channel: string): Promise<void> {
    await this.call('POST', `/v1/channels/${channel}/join`);
  }

  // ---- how much of one is kept ----

  /** The rest goes, for everybody and for good. Owners may. */
  async retain(conversation: string, retention: Retention): Promise<ConversationState> {
    return conversationFrom(
      await this.call('PUT', `/v1/conversations/${conversation}/retention`, retention),
      'conversation',
    );
  }
}
