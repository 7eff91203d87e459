import { Lexer, type Token, type Tokens } from 'marked';
import type { Block, Inline } from './tree.ts';

/** Deeper nesting is nobody's message; it is shown as it was typed. */
export const MAX_DEPTH = 10;

/** Where a link may lead. Anything else stays text. */
const SCHEMES = new Set(['http:', 'https:', 'mailto:']);

/** Markdown as GitHub has it, with each line break kept, and HTML shown as it was typed. */
export function parse(text: string): Block[] {
  return blocks(new Lexer({ gfm: true, breaks: true }).lex(text), 0);
}

function blocks(tokens: readonly Token[], depth: number): Block[] {
  if (depth > MAX_DEPTH) return [typed(tokens)];
  return tokens.flatMap(token => block(token, depth));
}

function block(token: Token, depth: number): Block[] {
  switch (token.type) {
    case 'space':
    case 'def':
      return [];
    case 'paragraph':
    case 'text':
      return [{ kind: 'paragraph', of: inlines(token.tokens ?? [], token.text, depth) }];
    case 'heading':
      return [{ kind: 'heading', of: inlines(token.tokens ?? [], token.text, depth) }];
    case 'blockquote':
      return [{ kind: 'quote', of: blocks(token.tokens ?? [], depth + 1) }];
    case 'code':
      return [{ kind: 'code', text: token.text }];
    case 'hr':
      return [{ kind: 'rule' }];
    case 'list':
      return [list(token as Tokens.List, depth)];
    case 'table':
      return [table(token as Tokens.Table, depth)];
    default:
      return [typed([token])];
  }
}

function list({ ordered, start, items }: Tokens.List, depth: number): Block {
  return {
    kind: 'list',
    start: ordered ? Number(start) || 1 : null,
    items: items.map(item => blocks(item.tokens, depth + 1)),
  };
}

function table({ header, rows }: Tokens.Table, depth: number): Block {
  return {
    kind: 'table',
    rows: [header, ...rows].map(row => row.map(cell => inlines(cell.tokens, cell.text, depth))),
  };
}

function inlines(tokens: readonly Token[], text: string, depth: number): Inline[] {
  if (tokens.length === 0 || depth > MAX_DEPTH) return [{ kind: 'text', text }];
  return tokens.map(token => inline(token, depth));
}

function inline(token: Token, depth: number): Inline {
  switch (token.type) {
    case 'strong':
    case 'em':
    case 'del':
      return { kind: token.type, of: inlines(token.tokens ?? [], token.text, depth + 1) };
    case 'codespan':
      return { kind: 'code', text: token.text };
    case 'br':
      return { kind: 'break' };
    case 'escape':
      return { kind: 'text', text: token.text };
    case 'text':
      return { kind: 'text', text: token.text };
    case 'link':
      return link(token as Tokens.Link, depth);
    default:
      return { kind: 'text', text: token.raw };
  }
}

function link(token: Tokens.Link, depth: number): Inline {
  const href = safe(token.href);
  return href
    ? { kind: 'link', href, of: inlines(token.tokens, token.text, depth + 1) }
    : { kind: 'text', text: token.raw };
}

/** A place in the page: what a channel that is spoken of leads to, by whatever name the server is reached. */
const WITHIN = /^\/c\/[\w-]{1,40}(?:\/[1-9]\d{0,15})?$/;

function safe(href: string): string | null {
  if (WITHIN.test(href)) return href;
  try {
    const url = new URL(href);
    return SCHEMES.has(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

function typed(tokens: readonly Token[]): Block {
  return { kind: 'paragraph', of: [{ kind: 'text', text: tokens.map(({ raw }) => raw).join('') }] };
}
