import type { ErrorCode } from './frames.ts';

/** `unreachable` is ours: the request got no answer at all. */
export class ApiError extends Error {
  override name = 'ApiError';
  readonly status: number;
  readonly code: ErrorCode | 'unreachable';
  readonly retryAfterMs: number | undefined;

  constructor(status: number, code: ErrorCode | 'unreachable', detail: string, retryAfterMs?: number) {
    super(detail);
    this.status = status;
    this.code = code;
    this.retryAfterMs = retryAfterMs;
  }
}

/** What a response says; throws what is refused. */
export async function answerOf(response: Response): Promise<unknown> {
  const text = await response.text();
  return response.ok ? answerFrom(text) : refusal(response.status, text);
}

/** What an answer says that is no refusal. */
export function answerFrom(text: string): unknown {
  return text === '' ? null : parse(text);
}

/** Throws what a refusal says. */
export function refusal(status: number, text: string): never {
  const problem = (answerFrom(text) ?? {}) as {
    code?: ErrorCode;
    detail?: string;
    title?: string;
    retryAfterMs?: number;
  };
  throw new ApiError(
    status,
    problem.code ?? (status === 503 ? 'unavailable' : 'internal'),
    problem.detail ?? problem.title ?? `the server answered ${status}`,
    problem.retryAfterMs,
  );
}

/** A proxy's error page is not JSON; its status says enough. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
