import { ApiError, type FileInfo } from '@parley/sdk';
import { useState } from 'react';
import { useChat } from '../chat/client.ts';
import { t } from '../language/later.ts';
import { explain } from '../ui/explain.ts';

/** Saves a file: the browser fetches it by a link, so that it is never in the page's memory. */
export function useDownload({ id, name }: FileInfo): [download: () => void, problem: string | null] {
  const { api } = useChat();
  const [problem, setProblem] = useState<string | null>(null);
  const download = async () => {
    setProblem(null);
    try {
      const { url } = await api.link(id);
      const link = document.createElement('a');
      link.href = url;
      link.download = name;
      link.click();
    } catch (failure) {
      const gone =
        failure instanceof ApiError && (failure.code === 'expired' || failure.code === 'not_found');
      setProblem(gone ? t('file.gone') : explain(failure));
    }
  };
  return [() => void download(), problem];
}
