import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App.tsx';
import { Session } from './session.ts';
import './styles/theme.css';
import './styles/controls.css';
import './styles/auth.css';
import './styles/presence.css';
import './styles/chat.css';
import './styles/sidebar.css';
import './styles/conversation.css';

const root = document.getElementById('root');
if (!root) throw new Error('the page has no root element');

createRoot(root).render(
  <StrictMode>
    <App session={new Session(localStorage)} />
  </StrictMode>,
);
