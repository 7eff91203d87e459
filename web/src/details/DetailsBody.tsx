import type { ConversationState } from '@parley/sdk';
import { About } from './About.tsx';
import { Members } from './Members.tsx';
import './details.css';

export function DetailsBody({ conversation }: { conversation: ConversationState }) {
  return (
    <>
      <About conversation={conversation} />
      <Members conversation={conversation} />
    </>
  );
}
