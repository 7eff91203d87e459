import type { ComponentProps, MouseEvent } from 'react';
import { navigate } from '../route.ts';

/** A link within the page; with a modifier key it is the browser's own. */
export function Link({ to, onClick: also, ...rest }: { to: string } & ComponentProps<'a'>) {
  const onClick = (event: MouseEvent<HTMLAnchorElement>) => {
    also?.(event);
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    navigate(to);
  };
  return <a href={to} onClick={onClick} {...rest} />;
}
