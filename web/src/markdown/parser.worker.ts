import { parse } from './parse.ts';

/** One text in, its blocks out, in order. */
self.onmessage = ({ data }: MessageEvent<string>) => self.postMessage(parse(data));
