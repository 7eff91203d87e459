import type { FileInfo } from './frames.ts';
import type { Api } from './http.ts';

export interface Upload {
  name: string;
  /** As bytes leave, in a browser; elsewhere once, when all have. */
  onProgress?: (sent: number) => void;
  /** Ends it: the promise rejects with the signal's reason, and the server keeps nothing. */
  signal?: AbortSignal;
}

/**
 * Uploads a file, to go with a message (`files` of a `send`). It is this user's alone until it is sent, and deleted where
 * it is not. Throws an `ApiError`: `too_large`, `conflict` where too much waits to be sent already, `rate_limited`,
 * `unavailable`, `bad_request` where it is empty, `unreachable` where it broke off. One that failed begins anew.
 */
export async function upload(api: Api, file: Blob, options: Upload): Promise<FileInfo> {
  // Its code is loaded with the first file.
  const uploading = await import('./uploading.ts');
  return uploading.upload(api, file, options);
}
