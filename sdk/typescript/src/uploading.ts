import { fileFrom } from './codec.ts';
import type { FileInfo } from './frames.ts';
import { type Api, ApiError, answerFrom, refusal } from './http.ts';
import type { Upload } from './upload.ts';

/** See `upload`. */
export async function upload(api: Api, file: Blob, options: Upload): Promise<FileInfo> {
  const url = `${api.base}/v1/attachments?name=${encodeURIComponent(options.name)}`;
  const put = typeof XMLHttpRequest === 'undefined' ? byFetch : byRequest;
  options.signal?.throwIfAborted();
  let answer = await put(url, file, await api.accessToken(), options);
  if (answer.status === 401) answer = await put(url, file, (await api.refresh()).accessToken, options);
  const { status, text } = answer;
  return status === 201 ? fileFrom(answerFrom(text), 'attachment') : refusal(status, text);
}

interface Answered {
  status: number;
  text: string;
}

type Put = (url: string, file: Blob, token: string, options: Upload) => Promise<Answered>;

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
