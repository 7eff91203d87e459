import type { ConversationState, Properties } from '@parley/sdk';
import { useId, useState } from 'react';
import { useChat } from '../chat/client.ts';
import { titleOf } from '../chat/names.ts';
import { Pencil } from '../conversation/icons.tsx';
import type { Key } from '../language/en.ts';
import { t } from '../language/later.ts';
import { explain } from '../ui/explain.ts';
import { Field } from '../ui/Field.tsx';
import { useSubmit } from '../ui/useSubmit.ts';

/** What a conversation is called and about, and how it takes people in; to be changed by those who lead it. */
export function About({ conversation }: { conversation: ConversationState }) {
  const [editing, setEditing] = useState(false);
  const leads = conversation.role === 'owner' || conversation.role === 'moderator';
  const { topic } = conversation;
  return (
    <div className="about">
      {editing && leads ? (
        <AboutForm conversation={conversation} onDone={() => setEditing(false)} />
      ) : (
        <>
          <div className="about-title">
            <h3 dir="auto">{titleOf(conversation)}</h3>
            {leads && (
              <button
                type="button"
                className="icon-button"
                aria-label={t('details.edit')}
                title={t('details.edit')}
                onClick={() => setEditing(true)}
              >
                <Pencil />
              </button>
            )}
          </div>
          <p className={topic ? 'about-topic' : 'muted'} dir="auto">
            {topic || t('details.noTopic')}
          </p>
        </>
      )}
      <Ways conversation={conversation} leads={leads} />
    </div>
  );
}

function AboutForm({ conversation, onDone }: { conversation: ConversationState; onDone: () => void }) {
  const { api, client } = useChat();
  const { id, title, topic } = conversation;
  const topicId = useId();
  const form = useSubmit(async values => {
    const wanted = { title: values('title').trim(), topic: values('topic').trim() };
    client.learn(await api.change(id, changesOf(wanted, { title: title ?? '', topic: topic ?? '' })));
    onDone();
  }, explain);
  return (
    <form
      className="form"
      onSubmit={form.onSubmit}
      onKeyDown={event => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        onDone();
      }}
    >
      <Field
        label={t('details.title')}
        name="title"
        defaultValue={title ?? ''}
        required
        maxLength={100}
        pattern=".*\S.*"
        autoComplete="off"
        dir="auto"
        autoFocus
      />
      <div className="field">
        <label htmlFor={topicId}>{t('details.topic')}</label>
        <textarea id={topicId} name="topic" rows={3} maxLength={1000} defaultValue={topic ?? ''} dir="auto" />
      </div>
      {form.error && (
        <p className="form-error" role="alert">
          {form.error}
        </p>
      )}
      <div className="dialog-buttons">
        <button type="button" className="button" onClick={onDone}>
          {t('common.cancel')}
        </button>
        <button type="submit" className="button primary" disabled={form.busy}>
          {t('common.save')}
        </button>
      </div>
    </form>
  );
}

/** Only what differs: each change is a line that everybody reads. */
function changesOf(wanted: Required<Pick<Properties, 'title' | 'topic'>>, before: typeof wanted): Properties {
  return {
    ...(wanted.title !== before.title && { title: wanted.title }),
    ...(wanted.topic !== before.topic && { topic: wanted.topic }),
  };
}

const HISTORY = { all: 'details.historyAll', joined: 'details.historyJoined' } as const satisfies Record<
  string,
  Key
>;
const INVITES = {
  all: 'details.invitesAll',
  moderators: 'details.invitesModerators',
} as const satisfies Record<string, Key>;

function Ways({ conversation, leads }: { conversation: ConversationState; leads: boolean }) {
  const { api, client } = useChat();
  const [error, setError] = useState<string | null>(null);
  const { id, history, invites = 'moderators' } = conversation;
  const change = async (properties: Properties) => {
    setError(null);
    try {
      client.learn(await api.change(id, properties));
    } catch (failure) {
      setError(explain(failure));
    }
  };
  return (
    <>
      <Way
        label={t('details.history')}
        words={HISTORY}
        value={history}
        leads={leads}
        onChange={value => change({ history: value })}
      />
      <Way
        label={t('details.invites')}
        words={INVITES}
        value={invites}
        leads={leads}
        onChange={value => change({ invites: value })}
      />
      {error && (
        <p className="form-error" role="alert">
          {error}
        </p>
      )}
    </>
  );
}

interface WayProps<Value extends string> {
  label: string;
  words: Record<Value, Key>;
  value: Value;
  leads: boolean;
  onChange: (value: Value) => void;
}

function Way<Value extends string>({ label, words, value, leads, onChange }: WayProps<Value>) {
  const id = useId();
  if (!leads)
    return (
      <p className="way">
        <span className="muted">{label}</span> {t(words[value])}
      </p>
    );
  return (
    <p className="way">
      <label htmlFor={id} className="muted">
        {label}
      </label>
      <select id={id} value={value} onChange={event => onChange(event.target.value as Value)}>
        {(Object.keys(words) as Value[]).map(one => (
          <option key={one} value={one}>
            {t(words[one])}
          </option>
        ))}
      </select>
    </p>
  );
}
