import { type ConversationState, isMuted, type NoticeChoice, type NoticeRule } from '@parley/sdk';
import { useState } from 'react';
import { useChat, useChatState } from '../chat/client.ts';
import { fullTime } from '../chat/time.ts';
import { t } from '../language/later.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { explain } from '../ui/explain.ts';
import { RULES } from './words.ts';

const HOUR_MS = 60 * 60_000;
/** The hour at which a night is over. */
const MORNING = 8;

/** What of one conversation notifies: a rule of its own, and silence for a while or for good. */
export function ConversationNoticesDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const { api, client } = useChat();
  const conversation = useChatState(state => state.conversations[id]);
  const preferences = useChatState(state => state.preferences);
  const [problem, setProblem] = useState<string | null>(null);
  if (!conversation) return null;
  const choose = (part: Partial<NoticeChoice>) => {
    setProblem(null);
    const choice = { ...choiceOf(conversation), ...part };
    (async () => client.learn(await (await api.own()).chooseNotices(id, choice)))().catch(failure =>
      setProblem(explain(failure)),
    );
  };
  const preferred = RULES.find(({ rule }) => rule === preferences[conversation.kind]);
  const choices: { rule: NoticeRule | null; label: string }[] = [
    { rule: null, label: t('notices.byKind', { rule: preferred ? t(preferred.words) : '' }) },
    ...RULES.map(({ rule, words }) => ({ rule, label: t(words) })),
  ];
  return (
    <Dialog title={t('notices.title')} onClose={onClose}>
      <fieldset className="choices">
        <legend>{t('notices.of')}</legend>
        {choices.map(({ rule, label }) => (
          <label key={rule ?? 'preferred'} className="choice">
            <input
              type="radio"
              name="rule"
              checked={(conversation.notices ?? null) === rule}
              onChange={() => choose({ notices: rule })}
            />
            <span>{label}</span>
          </label>
        ))}
      </fieldset>
      <Mute conversation={conversation} choose={choose} />
      {problem && (
        <p className="form-error" role="alert">
          {problem}
        </p>
      )}
    </Dialog>
  );
}

function Mute({
  conversation,
  choose,
}: {
  conversation: ConversationState;
  choose: (part: Partial<NoticeChoice>) => void;
}) {
  const { mutedUntil } = conversation;
  const muteUntil = (until: Date | null) => choose({ muted: true, mutedUntil: until?.toISOString() ?? null });
  if (isMuted(conversation, new Date()))
    return (
      <div className="notice-mute">
        <p>
          {mutedUntil
            ? t('notices.mutedUntil', { time: fullTime(new Date(mutedUntil)) })
            : t('notices.muted')}
        </p>
        <button type="button" className="button" onClick={() => choose({ muted: false, mutedUntil: null })}>
          {t('notices.unmute')}
        </button>
      </div>
    );
  return (
    <div className="notice-mute">
      <button type="button" className="button" onClick={() => muteUntil(new Date(Date.now() + HOUR_MS))}>
        {t('notices.muteHour')}
      </button>
      <button type="button" className="button" onClick={() => muteUntil(tomorrowMorning())}>
        {t('notices.muteMorning')}
      </button>
      <button type="button" className="button" onClick={() => muteUntil(null)}>
        {t('notices.mute')}
      </button>
    </div>
  );
}

/** One whose time is over is none any more. */
function choiceOf(conversation: ConversationState): NoticeChoice {
  const muted = isMuted(conversation, new Date());
  return {
    notices: conversation.notices ?? null,
    muted,
    mutedUntil: (muted && conversation.mutedUntil) || null,
  };
}

function tomorrowMorning(): Date {
  const morning = new Date();
  morning.setDate(morning.getDate() + 1);
  morning.setHours(MORNING, 0, 0, 0);
  return morning;
}
