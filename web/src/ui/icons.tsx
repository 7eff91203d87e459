import type { ReactNode } from 'react';

function Icon({ children }: { children: ReactNode }) {
  return (
    <svg className="icon" viewBox="0 0 20 20" aria-hidden="true" focusable="false">
      {children}
    </svg>
  );
}

/** An icon of one line. */
export const line = (d: string) => () => (
  <Icon>
    <path d={d} />
  </Icon>
);

export const Back = line('M12 4l-6 6 6 6');
export const Close = line('M5 5l10 10M15 5L5 15');
export const Hash = line('M8 3L6.5 17M13.5 3L12 17M3.5 7.5h13.5M3 12.5h13.5');
export const Glass = line('M9 15a6 6 0 1 0 0-12 6 6 0 0 0 0 12zM13.5 13.5L17 17');
export const Down = line('M10 4v12M5 11l5 5 5-5');
export const SendArrow = line('M3.5 10h12M10.5 4.5L16 10l-5.5 5.5');
export const SignOut = line('M8 4H4v12h4M8 10h9M13.5 6.5L17 10l-3.5 3.5');
export const NewMessage = line('M16.5 10.5V5a2 2 0 0 0-2-2h-10a2 2 0 0 0-2 2v12l3.5-3h4M15 12.5v5M12.5 15h5');
export const Invite = line(
  'M8 9.5a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM2.5 16.5c0-3 2.4-4.5 5.5-4.5s5.5 1.5 5.5 4.5M15.5 6v6M12.5 9h6',
);
export const People = line(
  'M7.5 9.5a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM2 16.5c0-3 2.4-4.5 5.5-4.5s5.5 1.5 5.5 4.5M13 4.2a2.7 2.7 0 0 1 0 5.1M15 12.3c1.9.6 3 2 3 4.2',
);
export const Person = line(
  'M10 10a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM3.5 17c0-3.2 2.9-5 6.5-5s6.5 1.8 6.5 5',
);
export const Calendar = line('M4 5h12v11H4zM4 8.5h12M7.5 3v3M12.5 3v3');
export const Lines = line('M4 6h12M4 10h12M4 14h8');
export const Ban = line('M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM5.2 5.2l9.6 9.6');
export const Laptop = line('M4.5 4h11v8.5h-11zM2.5 15.5h15');
export const Tick = line('M4 10.5l4 4 8-9');
export const Ticks = line('M1.5 10.5l4 4 7-9M9.5 13.2l1.3 1.3 7.5-9');
export const Eye = line(
  'M1.5 10s3-5.5 8.5-5.5 8.5 5.5 8.5 5.5-3 5.5-8.5 5.5S1.5 10 1.5 10zM10 12.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z',
);
export const Smile = line(
  'M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM7 11.5c.8 1.3 1.8 2 3 2s2.2-.7 3-2M7.5 8v.01M12.5 8v.01',
);
export const More = line(
  'M5 9.4a.6.6 0 1 0 0 1.2.6.6 0 0 0 0-1.2zM10 9.4a.6.6 0 1 0 0 1.2.6.6 0 0 0 0-1.2zM15 9.4a.6.6 0 1 0 0 1.2.6.6 0 0 0 0-1.2z',
);
export const Pin = line('M8 3h4l-.5 5 2.5 3h-8l2.5-3zM10 11v6');
export const Bookmark = line('M5.5 3h9v14L10 13.5 5.5 17z');
export const Sliders = line('M3 6h6M13 6h4M3 14h3M10 14h7M9 4h4v4H9zM6 12h4v4H6z');
export const Branch = line('M4 3h12v9H9.5l-3 3v-3H4zM7 6.5h6M7 8.8h4');
export const Bell = line('M5 14V9a5 5 0 0 1 10 0v5l1.5 1.5h-13zM8.5 17.5h3');
export const Clock = line('M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM10 6v4l2.5 2');

export function Logo() {
  return (
    <svg className="logo" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <path d="M6 4h20a4 4 0 0 1 4 4v11a4 4 0 0 1-4 4H15l-7 6v-6H6a4 4 0 0 1-4-4V8a4 4 0 0 1 4-4z" />
      <path className="logo-lines" d="M9 11h14M9 16h9" />
    </svg>
  );
}
