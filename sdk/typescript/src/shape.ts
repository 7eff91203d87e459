/**
 * Small checkers that turn unknown JSON into a typed value: a field of the wrong type is refused with its
 * path, a field nobody named is left behind. `object<T>` takes one checker for every property of `T`, so the
 * compiler notices when a type and its check drift apart.
 */

export class MalformedFrame extends Error {
  override name = 'MalformedFrame';
}

export type Check<T> = (value: unknown, path: string) => T;
export type Fields<T> = { [K in keyof T]-?: Check<T[K]> };

function refuse(path: string, wanted: string): never {
  throw new MalformedFrame(`${path} is not ${wanted}`);
}

export const string: Check<string> = (value, path) =>
  typeof value === 'string' ? value : refuse(path, 'a string');

export const number: Check<number> = (value, path) =>
  typeof value === 'number' && Number.isSafeInteger(value) ? value : refuse(path, 'a whole number');

export const boolean: Check<boolean> = (value, path) =>
  typeof value === 'boolean' ? value : refuse(path, 'true or false');

export function literal<const T extends string | boolean>(...allowed: readonly T[]): Check<T> {
  return (value, path) =>
    allowed.find(candidate => candidate === value) ?? refuse(path, `one of ${allowed.join(', ')}`);
}

/** A name that a later minor version may add to: any string passes, and the reader ignores what it does not know. */
export function open<T extends string>(): Check<T> {
  return (value, path) => string(value, path) as T;
}

export function optional<T>(check: Check<T>): Check<T | undefined> {
  return (value, path) => (value === undefined ? undefined : check(value, path));
}

export function nullable<T>(check: Check<T>): Check<T | null> {
  return (value, path) => (value === null ? null : check(value, path));
}

export function list<T>(check: Check<T>): Check<T[]> {
  return (value, path) =>
    Array.isArray(value)
      ? value.map((item, index) => check(item, `${path}[${index}]`))
      : refuse(path, 'a list');
}

export function record<T>(check: Check<T>): Check<Record<string, T>> {
  return (value, path) =>
    Object.fromEntries(
      Object.entries(fieldsOf(value, path)).map(([key, item]) => [key, check(item, `${path}.${key}`)]),
    );
}

export function object<T>(fields: Fields<T>): Check<T> {
  const checks = Object.entries(fields) as [string, Check<unknown>][];
  return (value, path) => {
    const given = fieldsOf(value, path);
    const kept: Record<string, unknown> = {};
    for (const [name, check] of checks) {
      const checked = check(given[name], `${path}.${name}`);
      if (checked !== undefined) kept[name] = checked;
    }
    return kept as T;
  };
}

export function fieldsOf(value: unknown, path: string): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : refuse(path, 'an object');
}
