import { MOST_FILES } from '@parley/sdk';
import { type RefObject, useEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { useChatState } from '../chat/client.ts';
import { t } from '../language/later.ts';
import { Clip } from './icons.tsx';
import './attach.css';
import type { Uploads } from './uploads.ts';

interface Props {
  /** Null for a moment. */
  uploads: Uploads | null;
  /** Says what could not be attached, or null. */
  onProblem: (words: string | null) => void;
}

/** Files come by this button, by pasting into the box beside it, and by dropping them on what is above. */
export default function Attach({ uploads, onProblem }: Props) {
  const live = useChatState(state => state.connection.phase === 'live');
  const button = useRef<HTMLButtonElement>(null);
  const chosen = useRef<HTMLInputElement>(null);
  const attach = (files: readonly File[]) => {
    if (!live) return onProblem(t('attach.offline'));
    if (!uploads) return;
    onProblem(uploads.add(files) ? null : t('attach.tooMany', { count: MOST_FILES }));
    button.current?.closest('.composer')?.querySelector('textarea')?.focus();
  };
  const region = useDrops(button, attach);
  return (
    <>
      <button
        ref={button}
        type="button"
        className="attach"
        aria-label={t('attach.files')}
        aria-disabled={!live}
        title={t(live ? 'attach.files' : 'attach.offline')}
        onClick={() => (live ? chosen.current?.click() : attach([]))}
      >
        <Clip />
      </button>
      <input
        ref={chosen}
        type="file"
        multiple
        hidden
        onChange={event => {
          attach([...(event.target.files ?? [])]);
          event.target.value = '';
        }}
      />
      {region && createPortal(<div className="drop">{t('attach.drop')}</div>, region)}
    </>
  );
}

/** What stands above the composer while files are held over it, else null. */
function useDrops(button: RefObject<HTMLElement | null>, attach: (files: readonly File[]) => void) {
  const [over, setOver] = useState<Element | null>(null);
  const newest = useRef(attach);
  useEffect(() => {
    newest.current = attach;
  });
  useEffect(() => {
    const composer = button.current?.closest<HTMLElement>('.composer');
    const region = composer?.parentElement;
    if (!composer || !region) return;
    const heard = new AbortController();
    const { signal } = heard;
    const enter = (event: DragEvent) => {
      if (hasFiles(event)) setOver(region);
    };
    const leave = ({ relatedTarget }: DragEvent) => {
      if (!region.contains(relatedTarget as Node | null)) setOver(null);
    };
    const drop = ({ dataTransfer }: DragEvent) => {
      setOver(null);
      const files = [...(dataTransfer?.files ?? [])];
      if (files.length > 0) newest.current(files);
    };
    const paste = (event: ClipboardEvent) => {
      const { clipboardData } = event;
      const files = [...(clipboardData?.files ?? [])];
      // Office programs copy words and a picture of them: the words are meant.
      if (files.length === 0 || clipboardData?.types.includes('text/plain')) return;
      event.preventDefault();
      newest.current(files);
    };
    // What is dropped beside the mark would be opened instead of the page.
    const spare = (event: DragEvent) => {
      if (hasFiles(event)) event.preventDefault();
    };
    region.addEventListener('dragenter', enter, { signal });
    region.addEventListener('dragleave', leave, { signal });
    region.addEventListener('drop', drop, { signal });
    composer.addEventListener('paste', paste, { signal });
    window.addEventListener('dragover', spare, { signal });
    window.addEventListener('drop', spare, { signal });
    return () => heard.abort();
  }, [button]);
  return over;
}

function hasFiles({ dataTransfer }: DragEvent): boolean {
  return dataTransfer?.types.includes('Files') ?? false;
}
