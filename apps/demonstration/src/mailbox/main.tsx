/** The demonstration's mailbox: everybody's mails in one place. */
import "@mtoken/look/tokens.css";
import "@mtoken/look/base.css";
import "../styles/demonstration.css";
import "../styles/mailbox.css";
import { render } from "preact";
import { fetchMails } from "../api/mails.ts";
import { usePolled } from "../api/use-polled.ts";
import { Mailbox } from "./mailbox.tsx";

function Connected() {
  const { value, problem } = usePolled(fetchMails);
  return <Mailbox mails={value} unreachable={problem !== undefined} />;
}

const root = document.getElementById("root");
if (root !== null) render(<Connected />, root);
