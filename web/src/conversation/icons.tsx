import { line } from '../ui/icons.tsx';

export const Pencil = line('M12.5 4.5l3 3L7 16H4v-3zM10.5 6.5l3 3');
export const Copy = line('M7 7V4h9v9h-3M4 7h9v9H4z');
export const Chain = line(
  'M8.5 11.5a3 3 0 0 0 4.2 0l3-3a3 3 0 0 0-4.2-4.2l-1 1M11.5 8.5a3 3 0 0 0-4.2 0l-3 3a3 3 0 0 0 4.2 4.2l1-1',
);
export const Trash = line('M4 6h12M8 6V4h4v2M5.5 6l.7 10h7.6l.7-10');
export const Answer = line('M8 5L3.5 9.5L8 14M3.5 9.5H12a4.5 4.5 0 0 1 4.5 4.5V15');
