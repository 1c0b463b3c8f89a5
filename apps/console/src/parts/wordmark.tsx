/** Mark and name side by side, as on every page of mtoken. */
import mark from "@mtoken/look/mark.svg";
import { namePaths } from "@mtoken/look/wordmark-paths";
import { messages } from "../language/catalogue.ts";

export function Wordmark() {
  return (
    <span className="wordmark" role="img" aria-label={messages.app}>
      <img className="mark" src={mark} alt="" />
      <svg
        className="name"
        viewBox="0 0 128 36"
        fill="none"
        stroke="currentColor"
        strokeWidth="3.4"
        strokeLinecap="round"
        strokeLinejoin="round"
        aria-hidden="true"
        focusable="false"
      >
        {namePaths.map((path) => (
          <path key={path} d={path} />
        ))}
      </svg>
    </span>
  );
}
