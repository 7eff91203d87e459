import { ApiError } from '@parley/sdk';

/** What went wrong, in words for the person in front of the page. */
export function explain(failure: unknown): string {
  if (!(failure instanceof ApiError)) return 'Something went wrong on this page. Reload it and try again.';
  switch (failure.code) {
    case 'unreachable':
    case 'unavailable':
      return 'The server does not answer right now. Try again in a moment.';
    case 'rate_limited':
      return `Too many tries. Wait ${waitOf(failure.retryAfterMs)} and try again.`;
    case 'unauthenticated':
      return 'You are no longer signed in.';
    case 'forbidden':
      return 'You may not do that here.';
    case 'not_found':
      return 'It is not there, or not yours to see.';
    case 'too_large':
      return 'That is too large.';
    case 'bad_request':
    case 'conflict':
    case 'expired':
    case 'internal':
      return `The server refused: ${failure.message}`;
  }
}

function waitOf(ms: number | undefined): string {
  if (ms === undefined) return 'a moment';
  const seconds = Math.max(1, Math.ceil(ms / 1000));
  return seconds < 90 ? `${seconds} s` : `${Math.ceil(seconds / 60)} minutes`;
}
