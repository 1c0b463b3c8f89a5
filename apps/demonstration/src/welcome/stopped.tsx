/** What to do after "This wasn't me": Anna can't go on by herself, so the way leads to who may let her. */
import { Notice } from "@mtoken/look";
import type { Cast } from "../api/cast.ts";
import { messages } from "./messages.ts";
import { isStopped, userOf } from "./progress.ts";

export function Stopped({ cast }: { cast: Cast }) {
  const texts = messages.stopped;
  const user = userOf(cast, "user");
  if (user === undefined || !isStopped(cast, "user")) return null;
  return (
    <div class="stopped" id="stopped">
      <Notice tone="warn" title={texts.title} alert>
        {texts.text}
      </Notice>
      <ol class="steps">
        <li>
          <span>
            {texts.phone} <a href="#others-title">{texts.others}</a>.
          </span>
        </li>
        <li>
          <span>
            {texts.console}{" "}
            <a href={`${cast.console}/c/users/${user.id}`} target="_blank" rel="noreferrer">
              {texts.page}
            </a>
            .
          </span>
        </li>
        <li>{texts.go}</li>
      </ol>
    </div>
  );
}
