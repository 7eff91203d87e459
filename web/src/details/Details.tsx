import type { ConversationState } from '@parley/sdk';
import { t } from '../language/t.ts';
import { Close } from '../ui/icons.tsx';
import { Loading } from '../ui/Loading.tsx';
import { useLoaded } from '../ui/useLoaded.ts';

export interface DetailsProps {
  conversation: ConversationState;
  onClose: () => void;
}

const load = () => import('./DetailsBody.tsx');

/** What a group or channel is and who is in it, beside the talk, or over it where there is no room for both. */
export function Details({ conversation, onClose }: DetailsProps) {
  const [body, again] = useLoaded(load);
  return (
    <section className="members" aria-label={t('conversation.details')}>
      <header className="members-header">
        <h2>{t('conversation.details')}</h2>
        <button
          type="button"
          className="icon-button"
          aria-label={t('members.close')}
          title={t('members.close')}
          onClick={onClose}
        >
          <Close />
        </button>
      </header>
      <Loading what={body} words={t('members.loading')} again={again}>
        {({ DetailsBody }) => <DetailsBody conversation={conversation} />}
      </Loading>
    </section>
  );
}
