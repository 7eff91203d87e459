import type { ConversationState } from '@parley/sdk';
import type { Chat } from '../chat/client.ts';
import type { Typed } from '../conversation/text.ts';
import type { Key } from '../language/en.ts';
import { t } from '../language/later.ts';
import { navigate, paths } from '../route.ts';
import { explain } from '../ui/explain.ts';
import { sure } from '../ui/sure.tsx';

/** What came of it: done, said instead as a message, or not done and why. */
export type Outcome = { done: true } | { say: string } | { problem: string };

interface Command {
  name: string;
  /** What is written behind it, in a word. */
  takes?: Key;
  /** Whether it means nothing without that. */
  needs?: boolean;
  does: Key;
  /** Whether it is for this conversation and for one's part in it. The server has the last word. */
  may: (conversation: ConversationState) => boolean;
  run: (rest: string, conversation: string, chat: Chat) => Promise<Outcome>;
}

const DONE: Outcome = { done: true };
const always = () => true;
const leads = ({ kind, role }: ConversationState) => kind !== 'direct' && role !== 'member';
const isShared = ({ kind }: ConversationState) => kind !== 'direct';

export const COMMANDS: readonly Command[] = [
  {
    name: 'topic',
    takes: 'command.text',
    needs: true,
    does: 'command.topic',
    may: leads,
    run: async (topic, id, { api, client }) => {
      client.learn(await api.change(id, { topic }));
      return DONE;
    },
  },
  {
    name: 'title',
    takes: 'command.text',
    needs: true,
    does: 'command.title',
    may: leads,
    run: async (title, id, { api, client }) => {
      client.learn(await api.change(id, { title }));
      return DONE;
    },
  },
  {
    name: 'invite',
    takes: 'command.people',
    needs: true,
    does: 'command.invite',
    may: conversation => leads(conversation) || (isShared(conversation) && conversation.invites === 'all'),
    run: (rest, id, chat) => withPeople(rest, chat, users => chat.api.addMembers(id, users)),
  },
  {
    name: 'remove',
    takes: 'command.people',
    needs: true,
    does: 'command.remove',
    may: leads,
    run: (rest, id, chat) =>
      withPeople(rest, chat, async users => {
        for (const user of users) await chat.api.removeMember(id, user);
      }),
  },
  {
    name: 'leave',
    does: 'command.leave',
    may: isShared,
    run: async (_, id, { api }) => {
      if (!(await sure({ title: t('members.leaveSure'), verb: t('members.leave') }))) return DONE;
      await api.leave(id);
      navigate(paths.home);
      return DONE;
    },
  },
  ...(['away', 'dnd', 'online'] as const).map(
    (status): Command => ({
      name: status,
      does: `command.${status}`,
      may: always,
      run: async (_rest, _id, chat) => {
        chat.status.choose(status);
        return DONE;
      },
    }),
  ),
  {
    name: 'shrug',
    takes: 'command.text',
    does: 'command.shrug',
    may: always,
    run: async rest => ({ say: `${rest} ¯\\\\\\_(ツ)\\_/¯`.trim() }),
  },
  {
    name: 'me',
    takes: 'command.text',
    needs: true,
    does: 'command.me',
    may: always,
    run: async rest => ({ say: `_${rest}_` }),
  },
];

/** Nothing is sent by mistake: what is no command, or not one for here, is said to be none. */
export async function runCommand({ command: name, rest }: Typed, id: string, chat: Chat): Promise<Outcome> {
  const conversation = chat.client.get().conversations[id];
  const command = COMMANDS.find(known => known.name === name);
  if (!command || !conversation) return { problem: t('command.unknown', { name }) };
  if (!command.may(conversation)) return { problem: t('command.here', { name }) };
  if (command.needs && rest === '')
    return { problem: t('command.needs', { name, what: t(command.takes ?? 'command.text') }) };
  try {
    return await command.run(rest, id, chat);
  } catch (failure) {
    return { problem: explain(failure) };
  }
}

/** People by their handles, each of whom has to be there. */
async function withPeople(
  rest: string,
  { api, client }: Chat,
  work: (users: string[]) => Promise<void>,
): Promise<Outcome> {
  const users: string[] = [];
  for (const word of rest.split(/[\s,]+/)) {
    const handle = word.replace(/^@/, '').toLowerCase();
    const found = (await api.findUsers(handle)).find(user => user.handle === handle);
    if (!found) return { problem: t('command.nobody', { handle }) };
    client.meet([found]);
    users.push(found.id);
  }
  await work(users);
  return DONE;
}
