import type { Hit } from '@parley/sdk';
import { type KeyboardEvent, useState } from 'react';
import { useChatState } from '../chat/client.ts';
import { nameOf, titleOf } from '../chat/names.ts';
import { fullTime, mediumTime } from '../chat/time.ts';
import { t } from '../language/later.ts';
import { paths } from '../route.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { Field } from '../ui/Field.tsx';
import { Link } from '../ui/Link.tsx';
import { useDelayed } from '../ui/useDelayed.ts';
import { Around } from './Around.tsx';
import { asTyped, piecesOf } from './query.ts';
import type { SearchProps } from './Search.tsx';
import { type Found, type Order, useSearch } from './useSearch.ts';

/** Finds messages, and leads to them. */
export function SearchDialog({ conversation, here: beginsHere, onClose }: SearchProps) {
  const shown = useChatState(state => state.conversations[conversation ?? '']);
  const users = useChatState(state => state.users);
  const [text, setText] = useState('');
  const [here, setHere] = useState(beginsHere && conversation !== null);
  const [order, setOrder] = useState<Order>('date');
  const query = asTyped(useDelayed(text).trim());
  const { found, more } = useSearch(query, here ? (conversation ?? undefined) : undefined, order);
  return (
    <Dialog title={t('search.title')} wide onClose={onClose}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the arrow keys go from the box to what was found */}
      <div className="search" onKeyDown={walk}>
        <Field
          label={t('search.label')}
          type="search"
          value={text}
          autoComplete="off"
          maxLength={400}
          dir="auto"
          hint={t('search.hint')}
          onChange={event => setText(event.target.value)}
        />
        <div className="search-options">
          {shown && (
            <label>
              <input type="checkbox" checked={here} onChange={event => setHere(event.target.checked)} />
              {t('search.here', { title: titleOf(shown, users) })}
            </label>
          )}
          <label>
            {t('search.order')}
            <select value={order} onChange={event => setOrder(event.target.value as Order)}>
              <option value="date">{t('search.byDate')}</option>
              <option value="rank">{t('search.byRank')}</option>
            </select>
          </label>
        </div>
        <Results found={found} onMore={more} onShow={onClose} />
      </div>
    </Dialog>
  );
}

function Results({ found, onMore, onShow }: { found: Found; onMore: () => void; onShow: () => void }) {
  const { hits, state, next, why, passing } = found;
  return (
    <>
      <p className="search-state" role="status">
        {stateText(found)}
      </p>
      {state === 'failed' && (
        <p className="form-error" role="alert">
          {why}{' '}
          {passing && (
            <button type="button" className="link" onClick={onMore}>
              {t('common.tryAgain')}
            </button>
          )}
        </p>
      )}
      {hits.length > 0 && (
        <ul className="hits">
          {hits.map(hit => (
            <HitRow key={`${hit.conversation}-${hit.seq}`} hit={hit} onShow={onShow} />
          ))}
        </ul>
      )}
      {next !== null && state !== 'failed' && (
        <button type="button" className="button" disabled={state === 'searching'} onClick={onMore}>
          {t('search.more')}
        </button>
      )}
    </>
  );
}

function stateText({ state, hits, next }: Found): string {
  if (state === 'searching') return t('search.searching');
  if (state !== 'found') return '';
  if (hits.length > 0) return t(next === null ? 'search.found' : 'search.foundSoFar', { count: hits.length });
  return t(next === null ? 'search.none' : 'search.noneSoFar');
}

function HitRow({ hit, onShow }: { hit: Hit; onShow: () => void }) {
  const users = useChatState(state => state.users);
  const conversation = useChatState(state => state.conversations[hit.conversation]);
  const [around, setAround] = useState(false);
  const at = new Date(hit.at);
  return (
    <li className="hit">
      <Link to={paths.message(hit.conversation, hit.seq)} className="hit-link" onClick={onShow}>
        <span className="hit-head">
          <strong dir="auto">{nameOf(users, hit.from)}</strong>
          {conversation && <span dir="auto">{titleOf(conversation, users)}</span>}
          <time dateTime={hit.at} title={fullTime(at)}>
            {mediumTime(at)}
          </time>
        </span>
        <span className="hit-text" dir="auto">
          {piecesOf(hit.snippet, hit.highlights).map(piece =>
            piece.matched ? <mark key={piece.at}>{piece.text}</mark> : piece.text,
          )}
        </span>
      </Link>
      <button
        type="button"
        className="link hit-around"
        aria-expanded={around}
        onClick={() => setAround(shown => !shown)}
      >
        {t('search.around')}
      </button>
      {around && <Around conversation={hit.conversation} seq={hit.seq} />}
    </li>
  );
}

/** The arrow keys walk through the box and the hits. */
function walk(event: KeyboardEvent<HTMLElement>): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step || event.target instanceof HTMLSelectElement) return;
  const stops = [...event.currentTarget.querySelectorAll<HTMLElement>('input[type=search], .hit-link')];
  const at = stops.findIndex(stop => stop.parentElement?.contains(document.activeElement));
  const next = stops[at + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
}
