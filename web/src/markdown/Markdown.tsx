import { createContext, type ReactNode, useCallback, useContext, useSyncExternalStore } from 'react';
import { MentionsIn, NoMentions } from '../mentions/MentionsIn.tsx';
import { navigate } from '../route.ts';
import { isPlain, Parser } from './Parser.ts';
import type { Block, Inline } from './tree.ts';

const ParserContext = createContext(
  new Parser(() => new Worker(new URL('./parser.worker.ts', import.meta.url), { type: 'module' })),
);

/** A message's text as it was meant; as it was typed until that is known. */
export function Markdown({ text }: { text: string }) {
  const parser = useContext(ParserContext);
  const plain = isPlain(text);
  const subscribe = useCallback(
    (listener: () => void) => (plain ? () => {} : parser.want(text, listener)),
    [parser, text, plain],
  );
  const blocks = useSyncExternalStore(subscribe, () => parser.get(text));
  if (plain || !blocks)
    return (
      <p className="typed" dir="auto">
        <MentionsIn text={text} />
      </p>
    );
  return blocks.map(shownBlock);
}

function shownBlock(block: Block, key: number): ReactNode {
  switch (block.kind) {
    case 'paragraph':
      return (
        <p key={key} dir="auto">
          {block.of.map(shown)}
        </p>
      );
    case 'heading':
      return (
        <p key={key} className="heading">
          {block.of.map(shown)}
        </p>
      );
    case 'quote':
      return <blockquote key={key}>{block.of.map(shownBlock)}</blockquote>;
    case 'code':
      return (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard scrolls it
        <pre key={key} tabIndex={0}>
          <code>{block.text}</code>
        </pre>
      );
    case 'rule':
      return <hr key={key} />;
    case 'list':
      return block.start === null ? (
        <ul key={key}>{block.items.map(shownItem)}</ul>
      ) : (
        <ol key={key} start={block.start}>
          {block.items.map(shownItem)}
        </ol>
      );
    case 'table':
      return <Table key={key} rows={block.rows} />;
  }
}

function shownItem(item: Block[], key: number): ReactNode {
  return <li key={key}>{item.map(shownBlock)}</li>;
}

function Table({ rows: [head = [], ...body] }: { rows: Inline[][][] }) {
  return (
    <table>
      <thead>
        <tr>
          {head.map((cell, column) => (
            <th key={column}>{cell.map(shown)}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {body.map((row, line) => (
          <tr key={line}>
            {row.map((cell, column) => (
              <td key={column}>{cell.map(shown)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function shown(inline: Inline, key: number): ReactNode {
  switch (inline.kind) {
    case 'text':
      return <MentionsIn key={key} text={inline.text} />;
    case 'code':
      return <code key={key}>{inline.text}</code>;
    case 'strong':
      return <strong key={key}>{inline.of.map(shown)}</strong>;
    case 'em':
      return <em key={key}>{inline.of.map(shown)}</em>;
    case 'del':
      return <del key={key}>{inline.of.map(shown)}</del>;
    case 'break':
      return <br key={key} />;
    case 'link':
      return (
        <OutLink key={key} href={inline.href}>
          <NoMentions>{inline.of.map(shown)}</NoMentions>
        </OutLink>
      );
  }
}

/** Out of the page into a tab of its own; to a place within the page by going there. */
function OutLink({ href, children }: { href: string; children: ReactNode }) {
  const { origin, pathname } = new URL(href, location.origin);
  if (origin === location.origin && pathname.startsWith('/c/'))
    return (
      <a
        href={pathname}
        onClick={event => {
          event.preventDefault();
          navigate(pathname);
        }}
      >
        {children}
      </a>
    );
  return (
    <a href={href} target="_blank" rel="noopener noreferrer nofollow">
      {children}
    </a>
  );
}
