/** The hours at which people begin, and at which an evening does. */
const MORNING = 9;
const EVENING = 18;
const MONDAY = 1;
const DAYS = 7;

const MINUTE_MS = 60_000;
const FURTHEST_MS = 365 * 24 * 60 * MINUTE_MS;

/** When people usually want something sent that is not sent now, on the clock of this device. The nearest first. */
export function usualTimes(now: Date): Date[] {
  const evening = at(now, 0, EVENING);
  const tomorrow = at(now, 1, MORNING);
  const monday = at(now, ((MONDAY - now.getDay() + DAYS - 1) % DAYS) + 1, MORNING);
  return [
    ...(evening.getTime() - now.getTime() > 60 * MINUTE_MS ? [evening] : []),
    tomorrow,
    ...(monday.getTime() === tomorrow.getTime() ? [] : [monday]),
  ];
}

/** As a field for a date and a time has it: on the clock of this device, to the minute. */
export function fieldOf(time: Date): string {
  const two = (part: number) => String(part).padStart(2, '0');
  const day = `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
  return `${day}T${two(time.getHours())}:${two(time.getMinutes())}`;
}

/** What was chosen in such a field, or what is wrong with it. */
export function chosen(field: string, now: Date): Date | 'past' | 'far' {
  const time = new Date(field);
  if (!(time.getTime() > now.getTime() + MINUTE_MS / 2)) return 'past';
  return time.getTime() > now.getTime() + FURTHEST_MS ? 'far' : time;
}

function at(now: Date, days: number, hour: number): Date {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, hour);
}
