import { useCallback, useState } from 'react';
import { useChat } from '../chat/client.ts';
import { fullTime } from '../chat/time.ts';
import { t } from '../language/later.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { Field } from '../ui/Field.tsx';
import { useLoaded } from '../ui/useLoaded.ts';

/** Opening it makes a link: one person, one link. */
export function InviteDialog({ onClose }: { onClose: () => void }) {
  const { api } = useChat();
  const [invite] = useLoaded(useCallback(() => api.invite(), [api]));
  return (
    <Dialog title={t('invite.title')} onClose={onClose}>
      {invite.state === 'loading' && <p className="muted">{t('invite.making')}</p>}
      {invite.state === 'failed' && (
        <p className="form-error" role="alert">
          {invite.why}
        </p>
      )}
      {invite.state === 'loaded' && (
        <InviteLink
          link={`${location.origin}/join#${invite.value.invite}`}
          until={fullTime(new Date(invite.value.expiresAt))}
        />
      )}
    </Dialog>
  );
}

function InviteLink({ link, until }: { link: string; until: string }) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(link);
    setCopied(true);
  };
  return (
    <>
      <Field
        label={t('invite.label')}
        hint={t('invite.until', { until })}
        value={link}
        readOnly
        onFocus={event => event.target.select()}
      />
      {/* The clipboard is there on https and localhost only; elsewhere the selected text is copied by hand. */}
      {navigator.clipboard && (
        <button type="button" className="button primary" onClick={copy}>
          {t(copied ? 'common.copied' : 'invite.copy')}
        </button>
      )}
    </>
  );
}
