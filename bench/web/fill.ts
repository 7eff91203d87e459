import { Api, Bot, type Tokens, uuidv7 } from '@parley/sdk';

const PASSWORD = 'correct horse battery';
/** How many messages of a writer are on their way at a time. */
const WINDOW = 250;

const PHRASES = [
  'Has anybody looked at the numbers of last night yet?',
  'I have, and *they look fine*. The second run took a little longer than the first, which is what we thought it would do.',
  'Good!',
  'See `report.txt` and https://example.org/report?of=today for the rest of it.',
  'Then let us go on with the plan as it stands:\n- first the tests\n- then the page\n- then a walk',
  'Yes 👍',
];

export async function register(url: string, name: string): Promise<Api> {
  let tokens: Tokens | null = null;
  const api = new Api(url, {
    load: () => tokens,
    save: newer => {
      tokens = newer;
    },
  });
  await api.register({ handle: name.toLowerCase(), name, password: PASSWORD });
  return api;
}

/** A group of these people in which so many messages were said, by some who are not among them. */
export async function talked(
  url: string,
  title: string,
  people: string[],
  messages: number,
): Promise<string> {
  const names = ['Writer', 'Author'].map(name => `${name}${title}`);
  const [first, second] = await Promise.all(names.map(name => register(url, name)));
  if (!first || !second) throw new Error('nobody writes');
  const members = await Promise.all(
    [...people, names[1] ?? ''].map(async name => (await first.findUsers(name.toLowerCase()))[0]?.id ?? ''),
  );
  const { id } = await first.create({ id: uuidv7(), kind: 'group', title, members });
  await Promise.all(names.map((name, index) => writes(url, name, id, index, messages / names.length)));
  return id;
}

async function writes(url: string, name: string, conversation: string, index: number, count: number) {
  const account = { handle: name.toLowerCase(), password: PASSWORD };
  const bot = await Bot.signIn(url, account, {
    client: { name: 'bench', version: '1' },
    onMessage: () => {},
    onFailure: failure => process.stderr.write(`${failure}\n`),
  });
  const ended = bot.run();
  const sent: Promise<number>[] = [];
  for (let number = 0; number < count; number++) {
    const phrase = PHRASES[(number * 7 + index * 3) % PHRASES.length];
    sent.push(bot.send(conversation, `${phrase} (${number})`));
    if (sent.length >= WINDOW) await sent.shift();
  }
  await Promise.all(sent);
  bot.stop();
  await ended;
}
