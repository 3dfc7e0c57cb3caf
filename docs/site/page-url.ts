import { addressOf } from "../../spec/report/style.js";

/**
 * Says where a page of the documentation is in the site, seen from the page that is open.
 *
 * @param page - Its path in this package, such as `docs/contract/find-token.md#find-by-user`.
 */
export function pageUrl(page: string): string {
  // It is empty on the pages beside the start page.
  const base = document.documentElement.dataset.base || ".";
  return addressOf(page, base) ?? page;
}
