const loading = new Map<string, Promise<void>>();

/**
 * Loads a script of the site, once. It is no module: those are refused to a page that is opened from
 * a folder.
 *
 * @param name - Its name among the site's assets.
 */
export function loadScript(name: string): Promise<void> {
  const known = loading.get(name);
  if (known !== undefined) return known;
  const loaded = new Promise<void>((resolve, reject) => {
    const script = document.createElement("script");
    script.src = assetUrl(name);
    script.onload = () => resolve();
    script.onerror = () => {
      // Whoever tries again may have better luck.
      loading.delete(name);
      reject(new Error(`${name} cannot be loaded`));
    };
    document.head.append(script);
  });
  loading.set(name, loaded);
  return loaded;
}

/** Says where a file among the site's assets is, seen from the page. */
export function assetUrl(name: string): string {
  return `${document.documentElement.dataset.base ?? "./"}assets/${name}`;
}
