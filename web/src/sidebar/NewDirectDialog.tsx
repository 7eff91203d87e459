import { useState } from 'react';
import { useChat } from '../chat/client.ts';
import { t } from '../language/later.ts';
import { navigate, paths } from '../route.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { explain } from '../ui/explain.ts';
import { UserPicker } from '../ui/UserPicker.tsx';

export function NewDirectDialog({ onClose }: { onClose: () => void }) {
  const { client, api } = useChat();
  const [error, setError] = useState<string | null>(null);
  const start = async (user: string) => {
    try {
      const conversation = await api.create({ kind: 'direct', members: [user] });
      client.learn(conversation);
      onClose();
      navigate(paths.conversation(conversation.id));
    } catch (failure) {
      setError(explain(failure));
    }
  };
  return (
    <Dialog title={t('new.direct')} onClose={onClose}>
      <UserPicker label={t('new.to')} onPick={user => start(user.id)} />
      {error && (
        <p className="form-error" role="alert">
          {error}
        </p>
      )}
    </Dialog>
  );
}
