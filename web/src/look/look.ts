import { useSyncExternalStore } from 'react';

/** How the page looks on this device, whoever is signed in. */
export interface Look {
  theme: 'system' | 'light' | 'dark';
  contrast: 'system' | 'more';
  density: 'comfortable' | 'compact';
}

const KEY = 'parley.look';
const CHANGED = 'parley-look';
const DEFAULT: Look = { theme: 'system', contrast: 'system', density: 'comfortable' };

export function loadLook(): Look {
  return lookFrom(localStorage.getItem(KEY));
}

export function saveLook(look: Look): void {
  localStorage.setItem(KEY, JSON.stringify(look));
  showLook(look);
  window.dispatchEvent(new Event(CHANGED));
}

/** The style sheets read it at the root of the page. */
export function showLook({ theme, contrast, density }: Look): void {
  const { dataset } = document.documentElement;
  dataset.theme = theme;
  dataset.contrast = contrast;
  dataset.density = density;
}

/** Also follows what another tab chooses. */
export function followLook(): void {
  showLook(loadLook());
  window.addEventListener('storage', event => {
    if (event.key === KEY) showLook(loadLook());
  });
}

export function useLook(): Look {
  return lookFrom(useSyncExternalStore(subscribe, () => localStorage.getItem(KEY)));
}

function lookFrom(text: string | null): Look {
  const kept = parsed(text);
  return {
    theme: kept.theme === 'light' || kept.theme === 'dark' ? kept.theme : DEFAULT.theme,
    contrast: kept.contrast === 'more' ? 'more' : DEFAULT.contrast,
    density: kept.density === 'compact' ? 'compact' : DEFAULT.density,
  };
}

/** Anything may stand there: another version of the page wrote it, or a person. */
function parsed(text: string | null): Partial<Record<keyof Look, unknown>> {
  try {
    return Object(JSON.parse(text ?? '{}')) as Partial<Record<keyof Look, unknown>>;
  } catch {
    return {};
  }
}

function subscribe(listener: () => void): () => void {
  window.addEventListener(CHANGED, listener);
  window.addEventListener('storage', listener);
  return () => {
    window.removeEventListener(CHANGED, listener);
    window.removeEventListener('storage', listener);
  };
}
