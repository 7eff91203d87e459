import { parse } from './parse.ts';
import { type FromWorker, READY } from './tree.ts';

const tell = (message: FromWorker) => self.postMessage(message);

/** One text in, its blocks out, in order. */
self.onmessage = ({ data }: MessageEvent<string>) => tell(parse(data));
tell(READY);
