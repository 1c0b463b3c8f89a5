/** The icons' drawings as data, for pages of whichever library: one line weight, no fill, on a grid of 24. */
export const iconPaths = {
  add: "M5 4h14a1 1 0 0 1 1 1v14a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V5a1 1 0 0 1 1-1zM12 8v8M8 12h8",
  alert: "M12 9v4.5M12 16.7v.01M12 3.8l9 15.7H3z",
  back: "M15 5l-7 7 7 7",
  badge: "M4 5h16v14H4zM9.5 12a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM6.5 16a3 3 0 0 1 6 0M15 10h2.5M15 14h2.5",
  bell: "M6 16.5V11a6 6 0 0 1 12 0v5.5l1.5 2h-15zM10 21h4M12 5V3",
  camera: "M4 8h3.5L9 6h6l1.5 2H20v11H4zM12 16.5a3.25 3.25 0 1 0 0-6.5 3.25 3.25 0 0 0 0 6.5z",
  check: "M5 12.5l4.5 4.5L19 7",
  clock: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7.5V12l3 2",
  company:
    "M4 20.5V5l8-2v17.5M12 8.5l8 2v10M2.5 20.5h19M7.5 8.5v.01M7.5 12v.01M7.5 15.5v.01M16 13.5v.01M16 17v.01",
  computer: "M4 5h16v11H4zM9 20h6M12 16v4",
  copy: "M9 9h11v11H9zM15 9V4H4v11h5",
  cross: "M6 6l12 12M18 6L6 18",
  device: "M8 3h8a1 1 0 0 1 1 1v16a1 1 0 0 1-1 1H8a1 1 0 0 1-1-1V4a1 1 0 0 1 1-1zM11 18h2",
  deviceGone:
    "M8 3h8a1 1 0 0 1 1 1v16a1 1 0 0 1-1 1H8a1 1 0 0 1-1-1V4a1 1 0 0 1 1-1zM10 9.5l4 4M14 9.5l-4 4M11 18h2",
  down: "M12 5v14M6 13l6 6 6-6",
  enlarge: "M14 4h6v6M20 4l-6.5 6.5M10 20H4v-6M4 20l6.5-6.5",
  erase: "M9 6h11v12H9l-6-6zM12.5 9.5l5 5M17.5 9.5l-5 5",
  finger:
    "M12 12v3a10 10 0 0 1-1.2 5M7.6 19a12 12 0 0 0 .9-4.5V12a3.5 3.5 0 0 1 7 0v2.5a18 18 0 0 1-.8 5.5M5 15.5V12a7 7 0 0 1 14 0v4.5",
  go: "M9 5l7 7-7 7",
  globe: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM3 12h18M12 3c5 5 5 13 0 18M12 3c-5 5-5 13 0 18",
  help: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM9.6 9.7a2.4 2.4 0 1 1 3.7 2c-.8.5-1.3 1-1.3 1.9M12 16.7v.01",
  hold: "M9 5.5v13M15 5.5v13",
  inbox: "M3.5 13l3-8h11l3 8v6.5h-17zM3.5 13H9l1 3h4l1-3h5.5",
  key: "M8 16.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9zM12.5 12H21v3.5M17 12v3",
  keyboard: "M3 7h18v10H3zM7 10.5v.01M11 10.5v.01M15 10.5v.01M18 10.5v.01M8 14h8",
  leave: "M14 4H6v16h8M10.5 12H20M16.5 8l4 4-4 4",
  limits: "M4 4v16M20 4v16M8 12h8M10.5 9l-3 3 3 3M13.5 9l3 3-3 3",
  mail: "M3.5 6h17v12h-17zM3.5 7l8.5 6.5L20.5 7",
  menu: "M4 6.5h16M4 12h16M4 17.5h16",
  offline:
    "M4 4l16 16M2.5 9.5a14 14 0 0 1 4-2.7M6 13a9 9 0 0 1 4-2.2M9.3 16.4a4.6 4.6 0 0 1 5.4 0M10.5 5.6a14 14 0 0 1 11 3.9M15 11.2A9 9 0 0 1 18 13M12 19.5v.01",
  overview: "M4 4h7v7H4zM14 4h6v4h-6zM14 11h6v9h-6zM4 14h7v6H4z",
  pen: "M4 20l1-4L16 5l3 3L8 19zM13.5 7.5l3 3",
  people:
    "M9 11.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM2.5 19.5a6.5 6.5 0 0 1 13 0M15.5 4.8a3.5 3.5 0 0 1 0 6.4M17.5 13.6a6.5 6.5 0 0 1 4 5.9",
  picture: "M4 5h16v14H4zM4 16l4.5-4.5 4 4 3-3L20 17M15.5 9v.01",
  renew: "M20 11a8 8 0 0 0-14.2-4L4 9M4 4.5V9h4.5M4 13a8 8 0 0 0 14.2 4L20 15M20 19.5V15h-4.5",
  reduce: "M20 10h-6V4M14 10l6.5-6.5M4 14h6v6M10 14l-6.5 6.5",
  rules: "M4 7h9M17 7h3M15 5v4M4 12h3M11 12h9M9 10v4M4 17h9M17 17h3M15 15v4",
  save: "M12 4v11M7 11l5 5 5-5M5 20h14",
  scan: "M4 8V5a1 1 0 0 1 1-1h3M16 4h3a1 1 0 0 1 1 1v3M20 16v3a1 1 0 0 1-1 1h-3M8 20H5a1 1 0 0 1-1-1v-3M8 12h8",
  screen: "M4 5h16v11H4zM9 20h6M12 16v4M9.5 10.5l2.5-2.5 2.5 2.5M12 8v5",
  search: "M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM16 16l4.5 4.5",
  share: "M12 15V3.5M8 7l4-3.5L16 7M8.5 10.5H6V20h12v-9.5h-2.5",
  stop: "M8.2 3.5h7.6l4.7 4.7v7.6l-4.7 4.7H8.2l-4.7-4.7V8.2zM12 8v4.5M12 16v.01",
  torch: "M8 3h8v3l-2 3.5V20a1 1 0 0 1-1 1h-2a1 1 0 0 1-1-1V9.5L8 6zM8 6h8M12 12.5v2",
  unknown: "M4 5h16v11H4zM9 20h6M12 16v4M12 13v.01M10.5 8.7a1.6 1.6 0 1 1 2.4 1.4c-.6.3-.9.6-.9 1.1",
  user: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20a7.5 7.5 0 0 1 15 0",
  zoom: "M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM16 16l4.5 4.5M8 11h6M11 8v6",
} as const;

export type IconName = keyof typeof iconPaths;

/** They point along the line, and the other way where lines run the other way. */
export const directedIcons: ReadonlySet<IconName> = new Set(["back", "go", "leave"]);
