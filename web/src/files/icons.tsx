import { line } from '../ui/icons.tsx';

export const Clip = line(
  'M15.5 9.5l-5.700 5.700a3.500 3.500 0 0 1-5-5l6.200-6.200a2.300 2.300 0 0 1 3.300 3.300l-6 6a1.100 1.100 0 0 1-1.600-1.600l5.300-5.300',
);
export const Sheet = line('M5 3h6l4 4v10H5zM11 3v4h4');
export const Again = line('M15.5 7.500A6 6 0 1 0 16 10.500M16 3.500v4h-4');
