/**
 * Says where a page of the documentation is in the site, seen from the page that is open.
 *
 * @param page - Its path in this package, such as `docs/contract/find-token.md#find-by-user`.
 */
export function pageUrl(page: string): string {
  const base = document.documentElement.dataset.base ?? "./";
  const path = page.replace(/^docs\//, "").replace(/\.md(?=#|$)/, ".html");
  return base + path.replace(/(^|\/)README\.html/, "$1index.html");
}
