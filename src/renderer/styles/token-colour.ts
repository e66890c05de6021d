/** The colours of `tokens.css` for what no style sheet reaches: scenes and canvases. */

let probe: HTMLElement | undefined;

/**
 * A token's colour as it is now, `rgb(…)`: its own value may be a `light-dark()` or another token,
 * which neither three.js nor a canvas can read.
 *
 * @param name e.g. `--ink`
 */
export function tokenColour(name: `--${string}`): string {
  if (probe === undefined) {
    probe = document.createElement('i');
    probe.hidden = true;
    document.documentElement.append(probe);
  }
  probe.style.color = `var(${name})`;
  return getComputedStyle(probe).color;
}

/** Calls when the tokens have other values. @returns an end to it */
export function followLook(onChange: () => void): () => void {
  const observer = new MutationObserver(onChange);
  const attributeFilter = ['data-theme', 'data-contrast', 'style'];
  observer.observe(document.documentElement, { attributes: true, attributeFilter });
  const scheme = window.matchMedia('(prefers-color-scheme: light)');
  scheme.addEventListener('change', onChange);
  return () => {
    observer.disconnect();
    scheme.removeEventListener('change', onChange);
  };
}
