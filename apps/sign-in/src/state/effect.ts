/** What the reducer asks to be done. What comes of it returns as an event. */

export type Effect =
  /** Find out what the visit is about. */
  | { type: "arrive" }
  /** Make a request, and then listen. */
  | { type: "begin" }
  | { type: "listen" }
  /** Find out why the events were refused, now or a little later. */
  | { type: "look"; later: boolean }
  | { type: "redeem"; remember: boolean }
  /** Of this browser's computer key. */
  | { type: "read-fingerprint" }
  | { type: "cancel" }
  | { type: "leave"; to: string };
