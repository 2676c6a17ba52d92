/** The look of the HTML report, light and dark; every pair of colours has a contrast of at least 4.5 to 1 (WCAG AA). */
export const STYLE = `
:root {
  color-scheme: light dark;
  --page: #f6f5f2; --card: #ffffff; --ink: #1d1d1f; --quiet: #5c5c66; --line: #dcdad4;
  --code: #f1efea; --mark: #ffe2b8; --bad: #a81b2c; --bad-back: #fbe9eb; --good: #17663b; --good-back: #e4f3ea;
  --warn: #7a4b00; --warn-back: #fdf0d9; --link: #1f4fa8;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #15161a; --card: #1e2026; --ink: #ececf1; --quiet: #a5a7b4; --line: #33363f;
    --code: #16181d; --mark: #5c4310; --bad: #ff9aa5; --bad-back: #3a1d22; --good: #86d9a8; --good-back: #17301f;
    --warn: #f3c677; --warn-back: #35290f; --link: #9cc0ff;
  }
}
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 62rem; padding: 2.5rem 1.25rem 4rem; background: var(--page); color: var(--ink); overflow-wrap: anywhere;
  font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", "Noto Sans", "DejaVu Sans", sans-serif; }
a { color: var(--link); text-underline-offset: .15em; }
code, pre, .path { font-family: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: .9em; unicode-bidi: isolate; }
h1 { margin: .1rem 0 .3rem; font-size: clamp(1.7rem, 4vw, 2.4rem); line-height: 1.15; letter-spacing: -.02em; }
h2 { margin: 0; font-size: 1.1rem; }
h3 { margin: 0; font-size: 1rem; }
p { margin: .45rem 0; }
.product { margin: 0; color: var(--quiet); font-weight: 600; letter-spacing: .02em; }
.about, .quiet, .facts, .fingerprint, footer { color: var(--quiet); }
.tiles { display: flex; flex-wrap: wrap; gap: .75rem; margin: 1.5rem 0 2rem; }
.tile { display: flex; flex-direction: column-reverse; flex: 1 1 7rem; padding: .8rem 1rem; background: var(--card); border: 1px solid var(--line); border-radius: .75rem; }
.tile dt { color: var(--quiet); font-size: .85rem; }
.tile dd { margin: 0; font-size: 1.6rem; font-weight: 650; font-variant-numeric: tabular-nums; line-height: 1.2; }
.tile.bad dd { color: var(--bad); }
.tile.good dd { color: var(--good); }
section, article.key { margin: 0 0 1rem; padding: 1.1rem 1.25rem; background: var(--card); border: 1px solid var(--line); border-radius: .75rem; }
article.key { content-visibility: auto; contain-intrinsic-size: auto 16rem; scroll-margin-top: 1rem; }
article.problem { padding: 1rem 0 .2rem; border-top: 1px solid var(--line); margin-top: 1rem; }
.notice { border-color: var(--bad); background: var(--bad-back); }
.notice h2 { color: var(--bad); }
.badge { display: inline-block; padding: .05rem .55rem; border-radius: 1rem; font-size: .78rem; font-weight: 650; vertical-align: .08em; }
.badge.error { color: var(--bad); background: var(--bad-back); }
.badge.warning { color: var(--warn); background: var(--warn-back); }
article.key h2 code { font-size: 1.1rem; font-weight: 650; }
.who { margin: .25rem 0 .6rem; }
.verdict { display: inline-block; margin: 0 0 .5rem; padding: .25rem .7rem; border-radius: .5rem; color: var(--warn); background: var(--warn-back); }
.verdict.live, .verdict.restricted { color: var(--bad); background: var(--bad-back); font-weight: 600; }
.verdict.unrecognized { color: var(--good); background: var(--good-back); }
.advice { padding: .6rem .8rem; border-left: 3px solid var(--link); background: var(--code); border-radius: 0 .5rem .5rem 0; }
.places { margin: .8rem 0 0; padding: 0; list-style: none; }
.places li { margin: 0 0 .9rem; }
.place { margin: 0 0 .25rem; }
.facts { margin: .25rem 0 0; font-size: .9rem; }
.fingerprint { font-size: .85rem; }
.fingerprint code { user-select: all; }
pre { display: flex; margin: .2rem 0; padding: .55rem .8rem; background: var(--code); border-radius: .5rem; line-height: 1.5; }
pre code { flex: 1; min-width: 0; font-size: 1em; white-space: pre-wrap; }
.line { flex: none; min-width: 2.2em; padding-right: 1em; color: var(--quiet); text-align: right; user-select: none; }
mark { color: inherit; background: var(--mark); border-radius: .2rem; padding: .05rem .15rem; font-weight: 600; }
details > summary { cursor: pointer; }
summary h2 { display: inline; }
details[open] > summary { margin-bottom: .7rem; }
.wide { overflow-x: auto; overflow-wrap: normal; }
table { width: 100%; border-collapse: collapse; font-size: .92rem; }
th, td { padding: .4rem .6rem .4rem 0; border-top: 1px solid var(--line); text-align: left; vertical-align: top; font-weight: 400; }
thead th { border-top: 0; color: var(--quiet); font-weight: 600; white-space: nowrap; }
td code, th code { white-space: nowrap; }
.number { text-align: right; padding-right: 1.2rem; font-variant-numeric: tabular-nums; }
ul { margin: .5rem 0 0; padding-left: 1.2rem; }
footer { margin-top: 2rem; font-size: .88rem; }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; border-radius: .3rem; }
@media print {
  body { padding: 0; max-width: none; background: #fff; }
  section, article.key { break-inside: avoid; border-color: #999; }
  .line { user-select: auto; }
}
`;
