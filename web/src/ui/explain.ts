import { ApiError } from '@parley/sdk';
import { t } from '../language/t.ts';

/** What went wrong, in words for the person in front of the page. */
export function explain(failure: unknown): string {
  if (!(failure instanceof ApiError)) return t('explain.broken');
  switch (failure.code) {
    case 'unreachable':
    case 'unavailable':
      return t('explain.unavailable');
    case 'rate_limited':
      return t('explain.rateLimited', { seconds: secondsOf(failure.retryAfterMs) });
    case 'unauthenticated':
      return t('explain.unauthenticated');
    case 'forbidden':
      return t('explain.forbidden');
    case 'not_found':
      return t('explain.notFound');
    case 'expired':
      return t('explain.tooLate');
    case 'too_large':
      return t('explain.tooLarge');
    case 'bad_request':
    case 'conflict':
    case 'internal':
      return t('explain.refused', { detail: failure.message });
  }
}

function secondsOf(ms: number | undefined): number {
  return Math.max(1, Math.ceil((ms ?? 0) / 1000));
}
