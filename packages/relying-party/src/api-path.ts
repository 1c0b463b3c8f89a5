/** Paths of the API. An id in one may come from a browser, by way of a portal that has not looked at it. */

declare const brand: unique symbol;
/** What {@link apiPath} has made: nothing else is asked for. */
export type ApiPath = string & { readonly [brand]: true };

const id = /^[a-z]{3}_[A-Za-z0-9_-]+$/;

/** @throws {TypeError} for what is no id: with a `../` in it the path would be another call's. */
export function apiPath(texts: TemplateStringsArray, ...ids: string[]): ApiPath {
  const wrong = ids.find((value) => !id.test(value));
  if (wrong !== undefined) throw new TypeError(`${JSON.stringify(wrong)} is no id`);
  return String.raw(texts, ...ids) as ApiPath;
}
