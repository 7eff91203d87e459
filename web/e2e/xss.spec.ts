import { expect } from '@playwright/test';
import { Person } from './person.ts';
import { test } from './test.ts';

/** What has hurt pages that show what people write. */
const CORPUS = [
  '<script>globalThis.hurt=1</script>',
  '<img src=x onerror="globalThis.hurt=1">',
  '<svg onload="globalThis.hurt=1"></svg>',
  '<svg><script>globalThis.hurt=1</script></svg>',
  '<iframe src="javascript:parent.hurt=1"></iframe>',
  '<iframe srcdoc="<script>parent.hurt=1</script>"></iframe>',
  '<details open ontoggle="globalThis.hurt=1">',
  '<body onload="globalThis.hurt=1">',
  '<input autofocus onfocus="globalThis.hurt=1">',
  '<video><source onerror="globalThis.hurt=1"></video>',
  '<a href="javascript:globalThis.hurt=1">a</a>',
  '<math><mtext><table><mglyph><style><img src=x onerror="globalThis.hurt=1">',
  '<noscript><p title="</noscript><img src=x onerror=globalThis.hurt=1>">',
  '<style>@import "//evil.example"; body { display: none }</style>',
  '<base href="https://evil.example/">',
  '<meta http-equiv="refresh" content="0;url=https://evil.example">',
  '<form action="https://evil.example"><button>press</button></form>',
  '[a](javascript:globalThis.hurt=1)',
  '[a](JaVaScRiPt:globalThis.hurt=1)',
  '[a](java\tscript:globalThis.hurt=1)',
  '[a](&#106;avascript:globalThis.hurt=1)',
  '[a](data:text/html,<script>parent.hurt=1</script>)',
  '[a](vbscript:msgbox(1))',
  '![a](https://evil.example/pixel.png)',
  '![a](x"onerror="globalThis.hurt=1)',
  '[a](https://good.example "x\\" onmouseover=\\"globalThis.hurt=1")',
  '<https://good.example/"onmouseover="globalThis.hurt=1>',
  '`<img src=x onerror=globalThis.hurt=1>`',
  '```html\n<img src=x onerror=globalThis.hurt=1>\n```',
  '[constructor]: __proto__\n[constructor]',
  '{{constructor.constructor("globalThis.hurt=1")()}}',
  `javascript:/*--></title></style></textarea></script></xmp><svg/onload='+/"/+/onmouseover=1/+/[*/[]/+globalThis.hurt=1//'>`,
  '\u202Egnp.exe\u2066',
];

test('nothing that is written runs, loads or leads astray, in messages, names and titles', async ({
  browser,
  server,
}) => {
  const evil = '<img src=x onerror="globalThis.hurt=1">';
  const ada = await Person.registered(browser, server.url, 'Ada');
  const ben = await Person.registered(browser, server.url, 'Ben');
  await ben.calls('PATCH', '/v1/users/me', { name: evil });
  const elsewhere: string[] = [];
  ada.page.on('request', request => {
    if (!request.url().startsWith(server.url)) elsewhere.push(request.url());
  });
  ada.page.on('dialog', dialog => elsewhere.push(dialog.message()));
  await ben.gathers(evil, ada);
  await ben.posts(new URL(ben.page.url()).pathname.replace('/c/', ''), CORPUS);

  await ada.row(evil).click();
  await ada.isAt(evil);
  await ada.page.getByRole('button', { name: 'Members (2)' }).click();
  await expect(ada.page.getByRole('region', { name: 'Members' }).getByText(evil)).toBeVisible();
  await expect(ada.page.locator('.message').first()).toBeVisible();
  await ada.page.getByRole('log').hover();
  for (let turn = 0; turn < 12; turn++) {
    await ada.page.mouse.wheel(0, 400);
    const found = await ada.page.evaluate(() => ({
      hurt: 'hurt' in globalThis,
      title: document.title,
      foreign: [
        ...document.querySelectorAll(
          '#root :is(script, img, iframe, object, embed, style, form, base, meta, video, math)',
        ),
      ].map(element => element.outerHTML),
      handlers: [...document.querySelectorAll('#root *')]
        .flatMap(element => element.getAttributeNames())
        .filter(name => name.startsWith('on')),
      links: [...document.querySelectorAll<HTMLAnchorElement>('.message-text a')].map(link => link.protocol),
    }));
    expect(found).toMatchObject({ hurt: false, foreign: [], handlers: [] });
    for (const protocol of found.links) expect(['http:', 'https:', 'mailto:']).toContain(protocol);
  }
  await expect(ada.messages.last()).toBeInViewport();
  expect(elsewhere).toEqual([]);
  await ada.leavesCleanly();
  await ben.leavesCleanly();
});

test('whatever marks stand on a letter, they are painted over nobody else’s words', async ({
  browser,
  server,
}) => {
  const eve = await Person.registered(browser, server.url, 'Eve');
  const fay = await Person.registered(browser, server.url, 'Fay');
  await eve.writesTo(fay);
  await eve.says('Words of mine');
  await eve.sees('Words of mine');
  await eve.page.mouse.move(0, 0);
  const mine = eve.messages.filter({ hasText: 'Words of mine' });
  // Beside them is how far they got, which changes.
  const picture = async () => {
    const box = await mine.boundingBox();
    return eve.page.screenshot({ clip: { x: 0, y: 0, height: 0, ...box, width: 120 } });
  };
  const before = await picture();
  const id = new URL(eve.page.url()).pathname.replace('/c/', '');
  await fay.posts(id, [`x${'\u0301'.repeat(2_000)}`]);
  await expect(eve.messages).toHaveCount(2);
  await expect(eve.messages.last()).toBeInViewport();
  expect((await picture()).equals(before), 'the words above are as they were').toBe(true);
  await eve.leavesCleanly();
  await fay.leavesCleanly();
});

test('what is marked is shown as it was meant', async ({ browser, server }) => {
  const cleo = await Person.registered(browser, server.url, 'Cleo');
  const dan = await Person.registered(browser, server.url, 'Dan');
  await cleo.writesTo(dan);
  await cleo.says('**Bold**, _leaning_ and `code`');
  const message = cleo.messages.last();
  await expect(message.locator('strong')).toHaveText('Bold');
  await expect(message.locator('em')).toHaveText('leaning');
  await expect(message.locator('code')).toHaveText('code');
  await cleo.says('See https://parley.chat');
  await expect(cleo.messages.last().getByRole('link')).toHaveAttribute('rel', 'noopener noreferrer nofollow');
  await cleo.leavesCleanly();
  await dan.leavesCleanly();
});
