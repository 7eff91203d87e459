import { line } from '../ui/icons.tsx';

const BELL = 'M5 14V9a5 5 0 0 1 10 0v5l1.5 1.500h-13zM8.500 17.500h3';

export const Bell = line(BELL);
export const MutedBell = line(`${BELL}M3 3l14 14`);
