import type { FileInfo } from '@parley/sdk';
import { t } from '../language/later.ts';
import { Dialog } from '../ui/Dialog.tsx';
import './viewer.css';
import { useOriginal } from './pictures.ts';
import { useDownload } from './useDownload.ts';
import { sizeText } from './words.ts';

/** A picture as large as there is room for. */
export default function Viewer({ file, onClose }: { file: FileInfo; onClose: () => void }) {
  const { name, bytes, width, height } = file;
  const { url, failed } = useOriginal(file);
  const [download, problem] = useDownload(file);
  return (
    <Dialog title={<bdi>{name}</bdi>} full onClose={onClose}>
      <div className="viewer">
        {url && <img src={url} alt={name} width={width} height={height} />}
        {failed && <p className="muted">{t('file.notShown')}</p>}
      </div>
      <footer className="viewer-foot">
        <span className="muted">
          {t('file.measures', { width: width ?? 0, height: height ?? 0, size: sizeText(bytes) })}
        </span>
        {problem && <span role="alert">{problem}</span>}
        <button type="button" className="button" onClick={download}>
          {t('file.save')}
        </button>
      </footer>
    </Dialog>
  );
}
