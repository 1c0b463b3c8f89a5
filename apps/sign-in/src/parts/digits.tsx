/** The two digits that are typed on the phone: the largest thing on the page, read out one by one. */

export function Digits({ digits }: { digits: string }) {
  return (
    <p class="digits" dir="ltr" data-digits={digits}>
      <span class="visually-hidden">{[...digits].join(" ")}</span>
      <span aria-hidden="true">{digits}</span>
    </p>
  );
}
