import { useSyncExternalStore } from 'react';

/** How often a page that stays open asks for a new version. */
const ASK_EVERY_MS = 60 * 60_000;

let waiting: ServiceWorker | null = null;
const listeners = new Set<() => void>();

/** Keeps the page in the browser, and learns of new versions. Without a secure context there is no such thing. */
export function keepPage(): void {
  if (!('serviceWorker' in navigator)) return;
  navigator.serviceWorker.register('/sw.js').then(follow, () => {
    // The browser refuses (private windows of some do): the page works, but not without a network.
  });
}

/** Whether a new version waits to be shown. */
export function useUpdate(): boolean {
  return useSyncExternalStore(subscribe, () => waiting !== null);
}

/** Shows the new version. What was written is in the store by then: drafts with each key, messages before they are sent. */
export function takeUpdate(): void {
  navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
  waiting?.postMessage('take-over');
}

function follow(registration: ServiceWorkerRegistration): void {
  const look = (): void => {
    // The first version of all takes over by itself: nothing waits for it.
    const next = navigator.serviceWorker.controller ? registration.waiting : null;
    if (next === waiting) return;
    waiting = next;
    for (const listener of listeners) listener();
  };
  const arriving = (): void => registration.installing?.addEventListener('statechange', look);
  registration.addEventListener('updatefound', arriving);
  arriving();
  look();
  const ask = (): void => {
    registration.update().catch(() => {
      // Without a network there is nothing new; it is asked again.
    });
  };
  setInterval(ask, ASK_EVERY_MS);
  window.addEventListener('online', ask);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
