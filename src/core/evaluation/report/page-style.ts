/** The report's own style: one file, no font and no script to fetch, light and dark. */
export const PAGE_STYLE = `
:root {
  color-scheme: light dark;
  --ground: #ffffff; --ink: #1b1e22; --soft: #4b525b; --line: #d4d8dc; --raised: #f3f5f6;
  --regression: #b35c00; --fit: #1259b5; --file: #5b3fa0; --truth: #1b7a3a; --warn: #7a4d00;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #1f2124; --ink: #eceef1; --soft: #b4bac2; --line: #44494f; --raised: #2a2d31;
    --regression: #ffab5c; --fit: #6fb1ff; --file: #c0a6ff; --truth: #6fd08c; --warn: #f2c14e;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; padding: 2rem 1.25rem 4rem; max-width: 64rem; background: var(--ground);
  color: var(--ink); font: 15px/1.5 system-ui, "Segoe UI", "Noto Sans", sans-serif;
}
h1 { font-size: 1.6rem; margin: 0 0 0.25rem; }
h2 { font-size: 1.15rem; margin: 2.25rem 0 0.5rem; }
p { margin: 0.4rem 0; max-width: 46rem; }
.lead, .soft, caption { color: var(--soft); }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; margin: 0.5rem 0; }
caption { text-align: left; padding: 0 0 0.4rem; max-width: 46rem; }
th, td { padding: 0.3rem 0.75rem; border-bottom: 1px solid var(--line); text-align: right; white-space: nowrap; }
th:first-child, td:first-child { text-align: left; padding-left: 0; }
td.text { text-align: left; white-space: normal; overflow-wrap: anywhere; }
thead th { color: var(--soft); font-weight: 600; vertical-align: bottom; }
tbody th { font-weight: 500; }
tr.group th { padding-top: 1rem; color: var(--soft); font-weight: 600; border-bottom-color: var(--soft); }
.interval { color: var(--soft); font-size: 0.86em; }
.findings { padding: 0.6rem 1rem; border-left: 3px solid var(--warn); background: var(--raised); }
.findings li { margin: 0.25rem 0; max-width: 46rem; }
.findings ul { margin: 0; padding-left: 1.1rem; }
.key { display: inline-flex; align-items: center; gap: 0.4rem; margin-right: 1.25rem; }
.key i { width: 0.8rem; height: 0.8rem; border-radius: 50%; }
.regression { background: var(--regression); } .fit { background: var(--fit); }
.file { background: var(--file); } .truth { background: var(--truth); }
.plots { display: grid; gap: 1.5rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 26rem), 1fr)); }
figure { margin: 0; } figure svg { max-width: 100%; height: auto; color: var(--ink); }
figcaption { color: var(--soft); font-size: 0.9em; max-width: 46rem; }
.people { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fill, minmax(14rem, 1fr)); padding: 0; list-style: none; }
.people svg { width: 100%; height: auto; border-radius: 6px; background: var(--raised); display: block; }
.people .name { font-weight: 600; overflow-wrap: anywhere; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.25rem 1.25rem; margin: 0.5rem 0; }
dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; }
@media print { body { max-width: none; } h2 { break-after: avoid; } tr, .people li { break-inside: avoid; } }
`;
