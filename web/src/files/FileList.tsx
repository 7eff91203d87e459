import type { FileInfo } from '@parley/sdk';
import { lazy, Suspense, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { t } from '../language/later.ts';
import { Down } from '../ui/icons.tsx';
import { persistently } from '../ui/persistently.ts';
import { isPicture } from './box.ts';
import { roomOf } from './Files.tsx';
import { Sheet } from './icons.tsx';
import { usePicture } from './pictures.ts';
import { useDownload } from './useDownload.ts';
import { sizeText } from './words.ts';

const Viewer = lazy(() => persistently(() => import('./Viewer.tsx')));

/** What goes with a message. What a file is called is somebody's text: it stands by itself, and is never more than text. */
export default function FileList({ files }: { files: readonly FileInfo[] }) {
  return (
    <ul className="files" aria-label={t('file.list', { count: files.length })}>
      {files.map(file => (
        <li key={file.id}>{isPicture(file) ? <Picture file={file} /> : <Named file={file} />}</li>
      ))}
    </ul>
  );
}

function Picture({ file }: { file: FileInfo }) {
  const { url, failed } = usePicture(file);
  const [broken, setBroken] = useState(false);
  const [viewing, setViewing] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const close = () => {
    // Nothing below a dialog can have the focus while it is there.
    flushSync(() => setViewing(false));
    button.current?.focus();
  };
  return (
    <>
      <button
        ref={button}
        type="button"
        className="picture"
        style={roomOf(file)}
        aria-label={t('file.view', { name: file.name })}
        title={file.name}
        onClick={() => setViewing(true)}
      >
        {url && !broken && <img src={url} alt="" draggable={false} onError={() => setBroken(true)} />}
        {(failed || broken) && <span className="muted">{t('file.notShown')}</span>}
      </button>
      {viewing && (
        <Suspense fallback={null}>
          <Viewer file={file} onClose={close} />
        </Suspense>
      )}
    </>
  );
}

function Named({ file }: { file: FileInfo }) {
  const { name, bytes } = file;
  const [download, problem] = useDownload(file);
  return (
    <div className="file">
      <Sheet />
      <span className="file-name" title={name}>
        <bdi>{name}</bdi>
      </span>
      {problem ? (
        <span className="file-size" role="alert">
          {problem}
        </span>
      ) : (
        <span className="file-size muted">{sizeText(bytes)}</span>
      )}
      <button
        type="button"
        className="icon-button"
        aria-label={t('file.download', { name })}
        title={t('file.download', { name })}
        onClick={download}
      >
        <Down />
      </button>
    </div>
  );
}
