import { chart } from './chart.ts';
import { type Said, Teammate } from './teammate.ts';
import type { Times } from './times.ts';

const DAY = 24 * 60;

/** A small firm that makes a map for sailors, on the day before a release. Maya is the one who looks. */
export interface Workspace {
  maya: Teammate;
  /** Has just come, and has seen nothing yet. */
  leila: Teammate;
  newcomer: Teammate;
  conversations: Record<'design' | 'release' | 'crew' | 'tomas' | 'leila' | 'quiet', string>;
  /** Messages that views begin at. */
  seqs: Record<'thread' | 'edited' | 'seen' | 'linked', number>;
}

export async function furnish(url: string, setupLink: string, times: Times): Promise<Workspace> {
  const join = (name: string, invite?: string) => Teammate.joins(url, times, name, invite);
  const tomas = await join('Tomás Herrera');
  const priya = await join('Priya Raman');
  const jonas = await join('Jonas Weber');
  const aiko = await join('Aiko Tanaka');
  const leila = await join('ليلى حداد (Leila)');
  const sofia = await join('Sofia Alexandra Papadopoulou-Lindqvist');
  const newcomer = await join('Noor');
  const maya = await join('Maya Lindqvist', new URL(setupLink).hash.slice(1));
  const all = [tomas, priya, jonas, aiko, leila, sofia];

  await maya.signsIn(
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1',
  );
  await maya.signsIn('Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:143.0) Gecko/20100101 Firefox/143.0');

  const news = await tomas.founds('channel', [maya, ...all.slice(1)], 'announcements');
  await tomas.says(news, {
    ago: 6 * DAY,
    text: 'Winter hours start on Monday: support is there from **8 to 16**.',
  });
  await tomas.says(news, {
    ago: 2 * DAY,
    text: 'The office is closed on Friday the 23rd. Everything else goes on.',
  });
  await jonas.founds('channel', all.slice(0, 2), 'weather-data');
  await aiko.founds('channel', [], 'lunch');
  const quiet = await maya.founds('group', [jonas, aiko], 'Retrospective');

  const design = await designChannel({ maya, tomas, priya, jonas, aiko, sofia });
  const release = await releaseGroup({ maya, tomas, priya, jonas });
  const crew = await crewGroup({ maya, all, sofia, leila });
  const direct = await directs({ maya, tomas, leila });
  await maya.calls('PUT', `/v1/users/me/blocks/${(await join('Spam Merchant', await invited(maya))).id}`);
  return {
    maya,
    leila,
    newcomer,
    conversations: { ...design.ids, ...release, ...crew, ...direct, quiet },
    seqs: design.seqs,
  };
}

async function invited(maya: Teammate): Promise<string> {
  return ((await maya.calls('POST', '/v1/invites', {})) as { invite: string }).invite;
}

type People = Record<'maya' | 'tomas' | 'priya' | 'jonas' | 'aiko' | 'sofia', Teammate>;

async function designChannel({ maya, tomas, priya, jonas, aiko, sofia }: People) {
  const design = await maya.founds('channel', [tomas, priya, jonas, aiko, sofia], 'design');
  const path = `/v1/conversations/${design}`;
  await maya.calls('PATCH', path, { topic: 'Charts, icons and everything one sees. Decisions are pinned.' });
  const say = (who: Teammate, ago: number, text: string, more: Partial<Said> = {}) =>
    who.says(design, { ago, text, ...more });
  const react = (who: Teammate, seq: number, emoji: string) =>
    who.calls('PUT', `${path}/messages/${seq}/reactions/${encodeURIComponent(emoji)}`);

  await say(
    aiko,
    3 * DAY + 200,
    'The depth contours are in. I used seven steps instead of ten, they read better at night.',
  );
  const decided = await say(
    maya,
    3 * DAY + 190,
    '**Decided:** seven contour steps, no gradient between them.',
  );
  await maya.calls('PUT', `${path}/messages/${decided}/pin`);
  await maya.calls('PUT', `${path}/messages/${decided}/saved`);
  await maya.calls('POST', '/v1/emoji?name=chart', chart(256, 256));
  const cartographers = [tomas, priya, jonas].map(({ id }) => id);
  await maya.calls('POST', '/v1/groups', { handle: 'charts', name: 'Cartographers', members: cartographers });
  for (const who of [tomas, priya, jonas]) await react(who, decided, '👍');
  await react(aiko, decided, ':chart:');
  await say(priya, DAY + 420, 'Here is what the chart looks like with them:', {
    attachments: [await priya.uploads('harbour-chart.png', chart(1200, 675))],
  });
  const thread = await say(tomas, DAY + 400, 'Do we keep the wind arrows above the contours, or below?');
  for (const [who, ago, text] of [
    [priya, 395, 'Below. Above, they cover the soundings, and those are what people look for.'],
    [jonas, 390, 'Below, but with a thin outline, else nobody sees them over the land.'],
    [maya, 384, 'Below with an outline it is. Jonas, can you take that?'],
    [jonas, 380, 'On it 🙂'],
  ] as const)
    await say(who, DAY + ago, text, { thread });
  const edited = await say(
    sofia,
    95,
    'The night palette is done: eight colours, all above 4.5:1 on the dark sea.',
  );
  const version = {
    id: crypto.randomUUID(),
    text: 'The night palette is done: eight colours, all above 7:1 on the dark sea.',
  };
  await sofia.calls('PATCH', `${path}/messages/${edited}`, version);
  for (const [who, emoji] of [
    [aiko, '🎉'],
    [tomas, '🎉'],
    [maya, '🎉'],
    [priya, '❤️'],
  ] as const)
    await react(who, edited, emoji);
  await say(
    sofia,
    94,
    'Each one is a variable now:\n```css\n--sea-deep: #0b1f33;\n--sea-shallow: #16405e;\n--sounding: #d7e9f7;\n```',
  );
  const seen = await say(maya, 60, `Beautiful. @${aiko.handle}, would you try it on the old tablet?`, {
    mentions: [aiko.id],
  });
  await maya.calls('PUT', `${path}/read`, { seq: seen });
  await say(
    aiko,
    31,
    'Tried it, it holds up. Two things I noticed:\n- the scale bar is *a bit* faint\n- the compass could be larger',
    {
      replyTo: seen,
    },
  );
  const spec = new TextEncoder().encode('palette;contrast\n'.repeat(800));
  await say(aiko, 30, 'All measurements, for the record.', {
    attachments: [await aiko.uploads('night-palette-measurements.csv', spec)],
  });
  const linked = await say(
    jonas,
    12,
    `@${maya.handle} the outline is in, see https://charts.example.org/preview/1482`,
    {
      mentions: [maya.id],
    },
  );
  await priya.calls('PUT', `${path}/read`, { seq: seen });
  return { ids: { design }, seqs: { thread, edited, seen, linked } };
}

async function releaseGroup({
  maya,
  tomas,
  priya,
  jonas,
}: Pick<People, 'maya' | 'tomas' | 'priya' | 'jonas'>) {
  const release = await tomas.founds('group', [maya, priya, jonas], 'Release 2.4');
  await tomas.says(release, {
    ago: 260,
    text: 'Two open points before tomorrow: the translation and the release notes.',
  });
  await maya.says(release, { ago: 250, text: 'I take the notes.' });
  const seq = await priya.says(release, { ago: 45, text: 'Translation is in, all 14 languages.' });
  await maya.calls('PUT', `/v1/conversations/${release}/read`, { seq });
  return { release };
}

async function crewGroup({
  maya,
  all,
  sofia,
  leila,
}: {
  maya: Teammate;
  all: Teammate[];
  sofia: Teammate;
  leila: Teammate;
}) {
  const crew = await sofia.founds(
    'group',
    [maya, ...all.filter(who => who !== sofia)],
    'Saturday on the boat ⛵',
  );
  await sofia.says(crew, { ago: DAY + 700, text: 'Wind from the south-west, 4, and sun. Who brings what?' });
  await leila.says(crew, { ago: DAY + 690, text: 'سأحضر القهوة والخبز، ولا تنسوا السترات' });
  const seq = await sofia.says(crew, { ago: DAY + 680, text: 'Perfect. I have jackets for everybody.' });
  await maya.calls('PUT', `/v1/conversations/${crew}/read`, { seq });
  return { crew };
}

async function directs({ maya, tomas, leila }: Record<'maya' | 'tomas' | 'leila', Teammate>) {
  const withTomas = await tomas.founds('direct', [maya]);
  await tomas.says(withTomas, {
    ago: 180,
    text: 'Did you see the numbers from the beta? 1,204 boats on the first day.',
  });
  await maya.says(withTomas, { ago: 176, text: 'I did. I have looked at it three times now.' });
  await maya.says(withTomas, { ago: 175, text: 'And not one crash 🎉' });
  const seq = await tomas.says(withTomas, {
    ago: 20,
    text: 'Shall we tell the others today, or wait for the release?',
  });
  await maya.calls('PUT', `/v1/conversations/${withTomas}/read`, { seq });
  await maya.says(withTomas, { ago: 18, text: 'Today. Good news should not wait.' });
  const withLeila = await leila.founds('direct', [maya]);
  await leila.says(withLeila, { ago: 8, text: 'Have you five minutes? It is about the harbour names.' });
  await leila.says(withLeila, {
    ago: 7,
    text: 'Some of them have two spellings on the old charts, and I would like to show both.',
  });
  return { tomas: withTomas, leila: withLeila };
}
