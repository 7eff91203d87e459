import { useSyncExternalStore } from 'react';

/** Whether the page can be seen at all. */
export function useVisible(): boolean {
  return useSyncExternalStore(subscribe, () => !document.hidden);
}

/** Whether somebody is there to look at it. */
export function useAttended(): boolean {
  return useSyncExternalStore(subscribe, () => !document.hidden && document.hasFocus());
}

function subscribe(listener: () => void): () => void {
  window.addEventListener('focus', listener);
  window.addEventListener('blur', listener);
  document.addEventListener('visibilitychange', listener);
  return () => {
    window.removeEventListener('focus', listener);
    window.removeEventListener('blur', listener);
    document.removeEventListener('visibilitychange', listener);
  };
}
