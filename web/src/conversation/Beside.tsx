import type { RefObject } from 'react';
import { InsertEmoji } from '../emoji/InsertEmoji.tsx';
import Attach from '../files/Attach.tsx';
import type { Uploads } from '../files/uploads.ts';
import { type Later, SendLater } from '../scheduled/SendLater.tsx';

interface Props extends Later {
  box: RefObject<HTMLTextAreaElement | null>;
  uploads: Uploads | null;
  onChange: (text: string) => void;
}

/** What stands beside the box where one writes. */
export default function Beside({ box, uploads, onChange, ...later }: Props) {
  return (
    <>
      <InsertEmoji box={box} onChange={onChange} />
      <Attach uploads={uploads} onProblem={later.onProblem} />
      <SendLater {...later} />
    </>
  );
}
