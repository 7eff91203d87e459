import { t } from '../language/later.ts';
import { Close } from '../ui/icons.tsx';
import { Again, Sheet } from './icons.tsx';
import './attach.css';
import type { Attached, Uploads } from './uploads.ts';
import { sizeText } from './words.ts';

/** What is attached to the message that is being written. */
export default function Chips({ uploads, attached }: { uploads: Uploads; attached: readonly Attached[] }) {
  return (
    <ul className="attached" aria-label={t('attach.list')}>
      {attached.map(one => (
        <li key={one.key} className="file" data-state={one.state}>
          <Sheet />
          <span className="file-name" title={one.name}>
            <bdi>{one.name}</bdi>
          </span>
          <State one={one} />
          {one.state === 'failed' && (
            <button
              type="button"
              className="icon-button"
              aria-label={t('attach.retry', { name: one.name })}
              title={t('attach.retry', { name: one.name })}
              onClick={() => uploads.retry(one.key)}
            >
              <Again />
            </button>
          )}
          <button
            type="button"
            className="icon-button"
            aria-label={t('common.remove', { name: one.name })}
            title={t('common.remove', { name: one.name })}
            onClick={() => uploads.remove(one.key)}
          >
            <Close />
          </button>
        </li>
      ))}
    </ul>
  );
}

function State({ one }: { one: Attached }) {
  switch (one.state) {
    case 'failed':
    case 'refused':
      return (
        <span className="file-size" role="alert">
          {one.why}
        </span>
      );
    case 'there':
      return <span className="file-size muted">{sizeText(one.bytes)}</span>;
    case 'waiting':
    case 'uploading':
      return (
        <span className="file-size muted">
          {sizeText(one.bytes)}
          <progress value={one.sent} max={one.bytes} aria-label={t('attach.progress', { name: one.name })} />
        </span>
      );
  }
}
