import type { Peer } from '@parley/sdk';
import { useState } from 'react';
import { useChat } from '../chat/client.ts';
import { t } from '../language/t.ts';
import { explain } from '../ui/explain.ts';
import { useBlocked } from './useBlocks.ts';

/** Says why nothing can be written here, and takes that back. */
export function BlockedNote({ peer: { id, name } }: { peer: Peer }) {
  const { blocks } = useChat();
  const [error, setError] = useState<string | null>(null);
  if (!useBlocked().has(id)) return null;
  const unblock = () => {
    setError(null);
    blocks.block(id, false).catch(failure => setError(explain(failure)));
  };
  return (
    <p className="blocked-note" role="status">
      <span dir="auto">{error ?? t('person.blocked', { name })}</span>{' '}
      <button type="button" className="link" onClick={unblock}>
        {t('person.unblock')}
      </button>
    </p>
  );
}
