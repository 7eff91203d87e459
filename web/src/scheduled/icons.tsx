import { line } from '../ui/icons.tsx';

export const Clock = line('M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM10 6v4l3 2');
