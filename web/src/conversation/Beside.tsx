import Attach from '../files/Attach.tsx';
import type { Uploads } from '../files/uploads.ts';
import { type Later, SendLater } from '../scheduled/SendLater.tsx';

/** What stands beside the box where one writes. */
export default function Beside({ uploads, ...later }: Later & { uploads: Uploads | null }) {
  return (
    <>
      <Attach uploads={uploads} onProblem={later.onProblem} />
      <SendLater {...later} />
    </>
  );
}
