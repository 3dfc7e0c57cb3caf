declare module "virtual:broken-store-texts" {
  /** Every broken store, by the files that they are in. It is made when the site is built. */
  export const texts: readonly import("./broken-store-text.js").BrokenStoreText[];
}
