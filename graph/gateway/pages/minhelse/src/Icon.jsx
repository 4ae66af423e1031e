// Icons are drawn in one line, and say nothing that words beside them do not.
const paths = {
  gp: 'M6 3v5a4 4 0 0 0 8 0V3M10 12v3a5 5 0 0 0 10 0v-2M20 13a2 2 0 1 0 0-4 2 2 0 0 0 0 4Z',
  inbox: 'M4 5h16v11H9l-5 4V5Zm4 4h8M8 12.500h5',
  tasks: 'm4 6 1.500 1.500L8 5M4 12l1.500 1.500L8 11M4 18l1.500 1.500L8 17M11 6.500h9M11 12.500h9M11 18.500h9',
  medicines: 'M10.500 20.500 3.500 13.500a4.950 4.950 0 0 1 7-7l7 7a4.950 4.950 0 0 1-7 7ZM8 8l8 8',
  appointments: 'M4 5h16v15H4V5Zm0 5h16M8 3v4M16 3v4',
  referrals: 'M4 6h16v12H4V6Zm0 0 8 7 8-7',
  contacts: 'M9 11a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM2 21a7 7 0 0 1 14 0M16 3.500a4 4 0 0 1 0 7M18.500 14.500A7 7 0 0 1 22 21',
  critical: 'M12 3 2.500 20h19L12 3Zm0 7v4.500M12 17.200v.1',
  journal: 'M6 3h8l5 5v13H6V3Zm8 0v5h5M9 13h7M9 17h7',
  card: 'M3 6h18v12H3V6Zm0 4h18M7 15h4',
  looks: 'M2 12s3.600-7 10-7 10 7 10 7-3.600 7-10 7-10-7-10-7Zm10 3a3 3 0 1 0 0-6 3 3 0 0 0 0 6Z',
  sharing: 'M18 8a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM6 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6Zm12 7a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM8.600 13.500l6.800 4M15.400 6.500l-6.800 4',
  access: 'M15.500 14a5.500 5.500 0 1 0-5.300-4L3 17.200V21h3.800v-2.600h2.600v-2.600H12l1-1.900c.8.100 1.600.1 2.500.1ZM17 7v.1',
  closed: 'M6 11h12v10H6V11Zm2 0V8a4 4 0 0 1 8 0v3M12 15v2',
  missing: 'M4 4l16 16M8.500 5.200A9.800 9.800 0 0 1 22 9M2 9a15 15 0 0 1 3.300-2.200M5.500 12.800A9 9 0 0 1 9 10.800M12 19.500v.1M15.500 16a5 5 0 0 0-6.500-.3M18.500 12.800a9 9 0 0 0-2-1.400',
  empty: 'M4 12.500 9 17.500 20 6.500',
  open: 'M14 4h6v6M20 4l-9 9M18 14v6H4V6h6',
};

export function Icon({ name }) {
  return (
    <svg className="icon" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false">
      <path d={paths[name]} />
    </svg>
  );
}
