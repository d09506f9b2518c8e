// SPDX-License-Identifier: Apache-2.0
// The pages of the console, in the order of the rail. A page with `exists` is in the rail only if the status has that part.

export const PAGES = [
  { id: 'overview', name: 'Overview', key: 'o', icon: 'M3 11.5 12 4l9 7.5M5.5 9.5V20h13V9.5' },
  { id: 'mapping', name: 'Mapping', key: 'p', icon: 'M4 5h6v4H4zM14 15h6v4h-6zM10 7h3v10h1', exists: (status) => (status.functions ?? []).some((item) => item.name === 'migrate') },
  { id: 'migration', name: 'Migration', key: 'm', icon: 'M4 8h13m-4-4 4 4-4 4M20 16H7m4-4-4 4 4 4' },
  { id: 'dashboards', name: 'Dashboards', key: 'h', icon: 'M4 4h7v9H4zM13 4h7v5h-7zM13 11h7v9h-7zM4 15h7v5H4z' },
  { id: 'metrics', name: 'Metrics', key: 'e', icon: 'M4 4v16h16M7.5 15l3.5-4.5 3 2.5L19 7' },
  { id: 'logs', name: 'Logs', key: 'l', icon: 'M4 6h16M4 10h11M4 14h16M4 18h9' },
  { id: 'messaging', name: 'Messaging', key: 's', icon: 'M4 6h16v11H9.5L5.5 20v-3H4zM8 10h8M8 13h5' },
  { id: 'functions', name: 'Functions', key: 'f', icon: 'M16 4c-4-.8-4.6 1.6-5 4L9 17c-.4 2.4-1.6 3.6-4 3M6.5 10.5h8' },
  { id: 'database', name: 'Database', key: 'd', icon: 'M5 6.5c0-3.3 14-3.3 14 0s-14 3.3-14 0v11c0 3.3 14 3.3 14 0v-11M5 12c0 3.3 14 3.3 14 0' },
  { id: 'probe', name: 'Probe', key: 'b', icon: 'M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14m5 12 4.5 4.5', exists: (status) => (status.functions ?? []).some((item) => item.name === 'probe') },
  { id: 'alerts', name: 'Alerts', key: 'a', icon: 'M6 16V11a6 6 0 0 1 12 0v5l2 2H4zM10 21h4', exists: (status) => Boolean(status.alerts) },
  { id: 'tuning', name: 'Tuning', key: 't', icon: 'M4 7h9m4 0h3M15 5v4M4 17h3m4 0h9M9 15v4', exists: (status) => (status.functions ?? []).some((item) => item.name === 'tune') },
  { id: 'reports', name: 'Reports', key: 'r', icon: 'M6 3h9l4 4v14H6zM9 12h7M9 16h7', exists: (status) => (status.functions ?? []).some((item) => item.name === 'report') },
];

export const pageOf = (id) => PAGES.find((page) => page.id === id);

/** Pages that this local cloud has. */
export const presentPages = (status) => PAGES.filter((page) => !page.exists || (status !== null && page.exists(status)));
