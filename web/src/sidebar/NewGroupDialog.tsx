import { type Profile, uuidv7 } from '@parley/sdk';
import { useState } from 'react';
import { useChat } from '../chat/client.ts';
import { t } from '../language/later.ts';
import { navigate, paths } from '../route.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { explain } from '../ui/explain.ts';
import { Field } from '../ui/Field.tsx';
import { ChosenUsers, UserPicker } from '../ui/UserPicker.tsx';
import { useSubmit } from '../ui/useSubmit.ts';

export function NewGroupDialog({ onClose }: { onClose: () => void }) {
  const { client, api } = useChat();
  const [members, setMembers] = useState<Profile[]>([]);
  // Named once: submitting again after a lost answer finds the group instead of making a second.
  const [id] = useState(uuidv7);
  const form = useSubmit(async values => {
    const title = values('title').trim();
    const conversation = await api.create({
      id,
      kind: 'group',
      title,
      members: members.map(user => user.id),
    });
    client.learn(conversation);
    onClose();
    navigate(paths.conversation(conversation.id));
  }, explain);
  return (
    <Dialog title={t('new.group')} onClose={onClose}>
      <form className="form" onSubmit={form.onSubmit}>
        <Field
          label={t('new.groupTitle')}
          name="title"
          required
          maxLength={100}
          pattern=".*\S.*"
          autoComplete="off"
        />
        <ChosenUsers users={members} onChange={setMembers} />
        <UserPicker
          label={t('new.groupMembers')}
          exclude={members.map(user => user.id)}
          onPick={user => setMembers([...members, user])}
        />
        {form.error && (
          <p className="form-error" role="alert">
            {form.error}
          </p>
        )}
        <button type="submit" className="button primary" disabled={form.busy}>
          {t('new.groupCreate')}
        </button>
      </form>
    </Dialog>
  );
}
