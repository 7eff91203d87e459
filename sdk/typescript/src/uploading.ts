import { fileFrom } from './codec.ts';
import type { FileInfo } from './frames.ts';
import { type Api, ApiError, answerFrom, refusal } from './http.ts';
import type { Upload } from './upload.ts';

/** See `upload`. */
export async function upload(api: Api, file: Blob, options: Upload): Promise<FileInfo> {
  const path = `/v1/attachments?name=${encodeURIComponent(options.name)}`;
  const { status, text } = await put(api, path, file, options);
  return status === 201 ? fileFrom(answerFrom(text), 'attachment') : refusal(status, text);
}

type Watch = Pick<Upload, 'onProgress' | 'signal'>;

/** Posts a file's bytes in the user's name. */
export async function put(api: Api, path: string, file: Blob, watch: Watch = {}): Promise<Answered> {
  const by = typeof XMLHttpRequest === 'undefined' ? byFetch : byRequest;
  watch.signal?.throwIfAborted();
  const answer = await by(api.base + path, file, await api.accessToken(), watch);
  return answer.status === 401 ? by(api.base + path, file, (await api.refresh()).accessToken, watch) : answer;
}

interface Answered {
  status: number;
  text: string;
}

type Put = (url: string, file: Blob, token: string, watch: Watch) => Promise<Answered>;

const TYPE = 'application/octet-stream';

const byFetch: Put = async (url, body, token, { onProgress, signal }) => {
  const headers = { authorization: `Bearer ${token}`, 'content-type': TYPE };
  try {
    const response = await fetch(url, { method: 'POST', headers, body, signal: signal ?? null });
    const text = await response.text();
    onProgress?.(body.size);
    return { status: response.status, text };
  } catch {
    signal?.throwIfAborted();
    throw unreachable();
  }
};

/** What tells of progress in a browser. */
const byRequest: Put = (url, file, token, { onProgress, signal }) =>
  new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const abort = () => request.abort();
    request.open('POST', url);
    request.setRequestHeader('authorization', `Bearer ${token}`);
    request.setRequestHeader('content-type', TYPE);
    request.upload.onprogress = ({ loaded }) => onProgress?.(loaded);
    request.onload = () => resolve({ status: request.status, text: request.responseText });
    request.onerror = () => reject(unreachable());
    request.onabort = () => reject(signal?.reason);
    request.onloadend = () => signal?.removeEventListener('abort', abort);
    signal?.addEventListener('abort', abort);
    request.send(file);
  });

function unreachable(): ApiError {
  return new ApiError(0, 'unreachable', 'the upload broke off');
}
