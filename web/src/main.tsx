import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App.tsx';
import { chosenLanguage } from './language/language.ts';
import { speak } from './language/t.ts';
import { followLook } from './look/look.ts';
import { Session } from './session.ts';
import { keepPage } from './update.ts';
import './styles/theme.css';
import './styles/controls.css';
import './styles/auth.css';
import './styles/presence.css';
import './styles/chat.css';
import './styles/sidebar.css';
import './styles/conversation.css';
import './styles/thread.css';
import './styles/markdown.css';
import './notices/notices.css';
import './styles/files.css';
import './styles/actions.css';
import './styles/search.css';

followLook();
// Not awaited out here: the build would cut all that later parts share out of this file, and both would weigh more.
void speak(chosenLanguage()).then(show);

function show(): void {
  if (import.meta.env.PROD) keepPage();
  const root = document.getElementById('root');
  if (!root) throw new Error('the page has no root element');
  createRoot(root).render(
    <StrictMode>
      <App session={new Session(localStorage)} />
    </StrictMode>,
  );
}
