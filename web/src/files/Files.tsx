import type { FileInfo } from '@parley/sdk';
import { lazy, Suspense } from 'react';
import { persistently } from '../ui/persistently.ts';
import { boxOf, isPicture } from './box.ts';

const FileList = lazy(() => persistently(() => import('./FileList.tsx')));

/** What goes with a message. It has its room before anything of it is loaded, so that nothing on screen moves. */
export function Files({ files }: { files: readonly FileInfo[] }) {
  return (
    <Suspense fallback={<Room files={files} />}>
      <FileList files={files} />
    </Suspense>
  );
}

function Room({ files }: { files: readonly FileInfo[] }) {
  return (
    <ul className="files">
      {files.map(file => (
        <li key={file.id} className={isPicture(file) ? 'picture' : 'file'} style={roomOf(file)} />
      ))}
    </ul>
  );
}

/** As large as what comes. */
export function roomOf(file: FileInfo): { width: number; aspectRatio: string } | undefined {
  if (!isPicture(file)) return undefined;
  const { width, height } = boxOf(file);
  return { width, aspectRatio: `${width} / ${height}` };
}
