/** The mailbox page's texts. */
export const messages = {
  demonstration: "Demonstration",
  title: "Mailbox",
  lead: "Every mail that the demonstration sent, whoever it is for. It keeps them until it is stopped.",
  back: "Back to the demonstration",
  empty: "No mail yet. Activate a phone, or lose one: Anna and Bram are told.",
  list: "Mails, the newest first",
  to: (address: string) => `To ${address}`,
  html: "The mail as HTML",
  text: "The mail as plain text",
  unreachable: "The demonstration does not answer. Is it still running?",
} as const;
