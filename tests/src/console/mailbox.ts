/** A real mail server, and waiting for what arrives there. */
import type { Config } from "@mtoken/server";
import { type ArrivedMail, MailServer } from "@mtoken/server/testing";

export class Mailbox {
  readonly #server: MailServer;
  /** Who waits for a mail. */
  readonly #looking = new Set<() => void>();

  private constructor(server: MailServer) {
    this.#server = server;
    server.taken = () => {
      for (const look of this.#looking) look();
    };
  }

  static async start(): Promise<Mailbox> {
    return new Mailbox(await MailServer.start());
  }

  /** How a server reaches it. */
  get settings(): Pick<Config, "mail"> {
    return { mail: this.#server.config() };
  }

  /** A mail to this address, as soon as it has come. */
  mailTo(address: string, wanted: RegExp): Promise<ArrivedMail> {
    return new Promise((found) => {
      const look = () => {
        const one = this.#server.mails.find(
          ({ recipients, text = "" }) => recipients.includes(address) && wanted.test(text),
        );
        if (one === undefined) return;
        this.#looking.delete(look);
        found(one);
      };
      this.#looking.add(look);
      look();
    });
  }

  close(): Promise<void> {
    return this.#server.close();
  }
}
