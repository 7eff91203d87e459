import { type FormEvent, useState } from 'react';

type Values = (name: string) => string;

/** A form that is busy while its work runs and shows why it failed. */
export function useSubmit(work: (values: Values) => Promise<void>, explain: (failure: unknown) => string) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const onSubmit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    setBusy(true);
    setError(null);
    try {
      await work(name => String(data.get(name) ?? ''));
    } catch (failure) {
      setError(explain(failure));
    } finally {
      setBusy(false);
    }
  };
  return { busy, error, onSubmit };
}
