import { t } from '../language/later.ts';

const HANDLE = /^[a-z0-9][a-z0-9._-]{1,31}$/;
/** Controls, and the marks that turn the direction of the text around a name. */
const INVISIBLE = /[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u;

/** A field that the server would refuse. The words name it, since what is wrong may not be seen in it. */
export class Unfit extends Error {}

export function fitHandle(typed: string): string {
  const handle = typed.trim().toLowerCase();
  if (!HANDLE.test(handle))
    throw new Unfit(t('auth.unfit', { field: t('auth.handle'), rule: t('auth.handleRule') }));
  return handle;
}

export function fitName(typed: string): string {
  const name = typed.trim();
  if (name === '' || INVISIBLE.test(name))
    throw new Unfit(t('auth.unfit', { field: t('auth.name'), rule: t('auth.nameRule') }));
  return name;
}
