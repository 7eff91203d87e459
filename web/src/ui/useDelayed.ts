import { useEffect, useState } from 'react';

const TYPING_PAUSE_MS = 150;

/** The value once it has stood still for a moment: for look-ups while somebody types. */
export function useDelayed(value: string): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), TYPING_PAUSE_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}
