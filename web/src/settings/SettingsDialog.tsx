import { type KeyboardEvent, useId, useState } from 'react';
import { t } from '../language/later.ts';
import { LookChoices } from '../look/LookChoices.tsx';
import { NoticeSettings } from '../notices/NoticeSettings.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { BlockedPeople } from './BlockedPeople.tsx';
import { Devices } from './Devices.tsx';
import { EmojiSettings } from './EmojiSettings.tsx';
import { GroupSettings } from './GroupSettings.tsx';
import { ProfileSettings } from './ProfileSettings.tsx';
import './settings.css';
import { SECTIONS, type Section } from './sections.ts';

const NAMES = Object.keys(SECTIONS) as Section[];

/** All that one sets of oneself. It is called by the part that is on screen. */
export function SettingsDialog({ begin, onClose }: { begin: Section; onClose: () => void }) {
  const [section, show] = useState(begin);
  const id = useId();
  return (
    <Dialog title={t(SECTIONS[section])} wide onClose={onClose}>
      <div className="tabs" role="tablist" aria-label={t('settings.sections')} onKeyDown={walk}>
        {NAMES.map(name => (
          <button
            key={name}
            type="button"
            role="tab"
            id={`${id}-${name}`}
            className="tab"
            aria-selected={name === section}
            aria-controls={`${id}-panel`}
            tabIndex={name === section ? 0 : -1}
            onClick={() => show(name)}
          >
            {t(SECTIONS[name])}
          </button>
        ))}
      </div>
      <div id={`${id}-panel`} className="settings" role="tabpanel" aria-labelledby={`${id}-${section}`}>
        <Shown section={section} />
      </div>
    </Dialog>
  );
}

function Shown({ section }: { section: Section }) {
  switch (section) {
    case 'profile':
      return <ProfileSettings />;
    case 'notices':
      return <NoticeSettings />;
    case 'look':
      return <LookChoices />;
    case 'devices':
      return <Devices />;
    case 'blocked':
      return <BlockedPeople />;
    case 'emoji':
      return <EmojiSettings />;
    case 'groups':
      return <GroupSettings />;
  }
}

/** The arrows go from part to part, and show it. */
function walk(event: KeyboardEvent<HTMLElement>): void {
  const along = document.documentElement.dir === 'rtl' ? -1 : 1;
  const step = { ArrowRight: along, ArrowLeft: -along }[event.key];
  if (!step) return;
  event.preventDefault();
  const tabs = [...event.currentTarget.querySelectorAll<HTMLElement>('[role=tab]')];
  const at = tabs.indexOf(document.activeElement as HTMLElement);
  const next = tabs[(at + step + tabs.length) % tabs.length];
  next?.focus();
  next?.click();
}
