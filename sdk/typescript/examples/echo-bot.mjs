/*
 * Says what others ask it to, in every conversation it is in: "echo hello" is answered with "hello". Once, even where
 * the bot was away when it was asked, or died while it answered.
 *
 *     PARLEY_PASSWORD=… node echo-bot.mjs http://127.0.0.1:8080 echo
 */
import { Bot } from '@parley/sdk';

const COMMAND = 'echo ';
const [server = 'http://127.0.0.1:8080', handle = 'echo'] = process.argv.slice(2);
const password = process.env.PARLEY_PASSWORD ?? '';

const bot = await Bot.signIn(
  server,
  { handle, password },
  {
    client: { name: 'echo-bot', version: '1.0' },
    async onMessage(message, bot) {
      if (message.text?.startsWith(COMMAND)) await bot.answer(message, message.text.slice(COMMAND.length));
    },
    onFailure(failure, { conversation, seq }) {
      console.error(`message ${seq} of ${conversation}:`, failure);
    },
    onConnection(state) {
      if (state.phase === 'live') console.log(`live by ${state.via}`);
    },
  },
);

process.once('SIGTERM', () => bot.stop());
console.log(await bot.run());
