import type { CustomEmoji } from '@parley/sdk';
import { type ChangeEvent, useCallback, useEffect, useId, useRef, useState } from 'react';
import { useChat, useChatState } from '../chat/client.ts';
import { Picture } from '../emoji/Picture.tsx';
import { useEmoji } from '../emoji/useEmoji.ts';
import { t } from '../language/later.ts';
import { explain } from '../ui/explain.ts';
import { Field } from '../ui/Field.tsx';
import { Loading } from '../ui/Loading.tsx';
import { sure } from '../ui/sure.tsx';
import { useLoaded } from '../ui/useLoaded.ts';
import { useSubmit } from '../ui/useSubmit.ts';

/** What the server takes, as a browser's choice of files can be told. */
const TYPES = 'image/png,image/jpeg,image/gif,image/webp';

/** The emoji of the workspace, and how to change them for who may. */
export function EmojiSettings() {
  const [emoji] = useEmoji();
  const [list, again] = useLoaded(useCallback(() => emoji.learn(), [emoji]));
  return (
    <Loading what={list} words={t('emoji.loading')} again={again}>
      {({ emoji: all, mayAdd }) => (
        <>
          <Emoji all={all} mayAdd={mayAdd} onChange={again} />
          {mayAdd ? (
            <AddForm key={all.length} onAdded={again} />
          ) : (
            <p className="hint">{t('emoji.notYours')}</p>
          )}
        </>
      )}
    </Loading>
  );
}

interface EmojiProps {
  all: CustomEmoji[];
  mayAdd: boolean;
  onChange: () => void;
}

function Emoji({ all, mayAdd, onChange }: EmojiProps) {
  const { api } = useChat();
  const me = useChatState(state => state.me);
  const [error, setError] = useState<string | null>(null);
  const remove = async (name: string) => {
    const title = t('emoji.remove', { name });
    const what = t('emoji.removeSure', { name });
    if (!(await sure({ title, what, verb: t('message.removeNow') }))) return;
    setError(null);
    try {
      await (await api.emoji()).remove(name);
    } catch (failure) {
      setError(explain(failure));
    } finally {
      onChange();
    }
  };
  const mayRemove = ({ addedBy }: CustomEmoji) => me.role === 'admin' || (mayAdd && addedBy === me.id);
  return (
    <>
      {all.length === 0 && <p className="muted">{t('emoji.none')}</p>}
      <ul className="picks">
        {all.map(one => (
          <li key={one.name} className="pick">
            <Picture name={one.name} picture={one.picture} />
            <span className="pick-name emoji-name" dir="ltr">
              :{one.name}:
            </span>
            {mayRemove(one) && (
              <button
                type="button"
                className="button"
                aria-label={t('emoji.remove', { name: one.name })}
                onClick={() => remove(one.name)}
              >
                {t('message.removeNow')}
              </button>
            )}
          </li>
        ))}
      </ul>
      {error && (
        <p className="form-error" role="alert">
          {error}
        </p>
      )}
    </>
  );
}

function AddForm({ onAdded }: { onAdded: () => void }) {
  const { api } = useChat();
  const [file, setFile] = useState<File | null>(null);
  const name = useRef<HTMLInputElement>(null);
  const form = useSubmit(async values => {
    if (!file) return;
    await (await api.emoji()).add(values('name'), file);
    onAdded();
  }, explain);
  const choose = (event: ChangeEvent<HTMLInputElement>) => {
    const chosen = event.target.files?.[0] ?? null;
    setFile(chosen);
    if (chosen && name.current && !name.current.value) name.current.value = nameFor(chosen.name);
  };
  const id = useId();
  return (
    <form className="form" onSubmit={form.onSubmit}>
      <div className="field">
        <label htmlFor={id}>{t('emoji.picture')}</label>
        <input
          id={id}
          type="file"
          accept={TYPES}
          required
          aria-describedby={`${id}-hint`}
          onChange={choose}
        />
        <p id={`${id}-hint`} className="hint">
          {t('emoji.hint')}
        </p>
      </div>
      {file && <Preview file={file} />}
      <Field
        ref={name}
        label={t('emoji.name')}
        hint={t('emoji.nameHint')}
        name="name"
        required
        minLength={2}
        maxLength={32}
        pattern="[a-z0-9_+\-]+"
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        dir="ltr"
      />
      <div>
        <button type="submit" className="button primary" disabled={form.busy || !file}>
          {t('emoji.add')}
        </button>
      </div>
      {form.error && (
        <p className="form-error" role="alert">
          {form.error}
        </p>
      )}
    </form>
  );
}

/** As the browser shows it; the server makes it smaller, and still. */
function Preview({ file }: { file: File }) {
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    const made = URL.createObjectURL(file);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [file]);
  return url && <img className="emoji-preview" src={url} alt="" />;
}

/** What a file is called, as far as an emoji may be. */
function nameFor(file: string): string {
  return file
    .replace(/\.[^.]*$/, '')
    .toLowerCase()
    .replace(/[^a-z0-9_+-]+/g, '_')
    .slice(0, 32);
}
