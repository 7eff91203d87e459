import { line } from '../ui/icons.tsx';

export const At = line('M10 13a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM13 7v4.5a2 2 0 0 0 4 0V10a7 7 0 1 0-2.8 5.6');
