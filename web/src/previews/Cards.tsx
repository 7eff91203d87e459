import type { LinkPreview } from '@parley/sdk';
import { useEffect, useState } from 'react';
import { useActions } from '../conversation/actions.ts';
import { t } from '../language/later.ts';
import { Close } from '../ui/icons.tsx';
import { useClosed, usePreviews } from './cards.ts';
import './previews.css';

/** All that a page says of itself is a stranger's text, and is never more than text; its picture was painted anew by our server. */
export default function Cards({ seq, text }: { seq: number; text: string }) {
  const { conversation } = useActions();
  const previews = usePreviews(conversation, seq, text);
  const [closed, close] = useClosed(conversation, seq);
  if (closed || previews.length === 0) return null;
  return (
    <ul className="previews" aria-label={t('preview.list', { count: previews.length })}>
      {previews.map((preview, at) => (
        <li key={preview.url} className="preview">
          <Card preview={preview} />
          {at === 0 && (
            <button
              type="button"
              className="icon-button"
              aria-label={t('preview.close')}
              title={t('preview.close')}
              onClick={close}
            >
              <Close />
            </button>
          )}
        </li>
      ))}
    </ul>
  );
}

function Card({ preview }: { preview: LinkPreview }) {
  const { url, title, description, site, image } = preview;
  return (
    <a href={url} target="_blank" rel="noopener noreferrer nofollow">
      {image && <Picture image={image} />}
      <span className="preview-site muted">
        <bdi>{site}</bdi>
      </span>
      <strong className="preview-title">
        <bdi>{title}</bdi>
      </strong>
      {description && (
        <span className="preview-words">
          <bdi>{description}</bdi>
        </span>
      )}
    </a>
  );
}

function Picture({ image }: { image: NonNullable<LinkPreview['image']> }) {
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    const made = URL.createObjectURL(image.bytes);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [image]);
  return (
    <span className="preview-picture" style={{ aspectRatio: `${image.width} / ${image.height}` }}>
      {url && <img src={url} alt="" draggable={false} />}
    </span>
  );
}
