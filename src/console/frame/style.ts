/**
 * The one style sheet: calm and dense, fonts of the reader's system, nothing loaded. A level is told by word and shape; its colour
 * comes third. Light and dark by the reader's setting.
 */
export const style = `
:root {
  color-scheme: light dark;
  --ground: #f4f5f7; --surface: #fff; --ink: #1a1f26; --quiet: #56606c; --line: #d5dae1; --line-strong: #8a94a1;
  --accent: #0a4d8c; --accent-ink: #fff; --accent-soft: #e6eef7; --bar: #12304f; --bar-ink: #fff;
  --red: #b01f1f; --orange: #a04a00; --yellow: #6f5a00; --green: #1d6b3a;
  --red-soft: #fbeaea; --orange-soft: #fdf0e3; --yellow-soft: #fbf6dc; --green-soft: #e7f4ec;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #12161b; --surface: #1a2027; --ink: #e6eaef; --quiet: #a3adb9; --line: #323b46; --line-strong: #6b7684;
    --accent: #8ec1f5; --accent-ink: #0c1a28; --accent-soft: #1e3044; --bar: #0d1a29; --bar-ink: #e6eaef;
    --red: #ff9a94; --orange: #ffb272; --yellow: #ecd573; --green: #82d3a0;
    --red-soft: #3a1f1f; --orange-soft: #38270f; --yellow-soft: #322c10; --green-soft: #16301f;
  }
}
*, *::before, *::after { box-sizing: border-box; }
html { font-size: 100%; }
body { margin: 0; background: var(--ground); color: var(--ink); line-height: 1.6;
  font-family: system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.375rem; line-height: 1.35; margin: 0; } h2 { font-size: 1.0625rem; margin: 0; } h3 { font-size: 1rem; margin: .75rem 0 0; }
p { margin: .5rem 0; } a { color: var(--accent); text-underline-offset: .2em; }
ul, ol { margin: .5rem 0; padding-left: 1.4rem; }
:focus-visible { outline: .1875rem solid var(--accent); outline-offset: .125rem; }
.skip { position: absolute; left: -99rem; } .skip:focus { left: .5rem; top: .5rem; background: var(--surface); padding: .5rem 1rem; z-index: 9; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.num { font-variant-numeric: tabular-nums; white-space: nowrap; }
.quiet { color: var(--quiet); } .small { font-size: .875rem; }

.bar { background: var(--bar); color: var(--bar-ink); }
.bar-in { display: flex; flex-wrap: wrap; align-items: center; gap: .5rem 1.25rem; padding: .5rem 1rem; max-width: 90rem; margin: 0 auto; }
.bar a { color: inherit; } .brand { font-weight: 600; text-decoration: none; font-size: 1.0625rem; }
.bar :focus-visible { outline-color: var(--bar-ink); }
.who { margin-left: auto; display: flex; flex-wrap: wrap; align-items: center; gap: .25rem 1rem; font-size: .875rem; }
.who form { display: inline; } .who button { background: none; border: 0; color: inherit; padding: .25rem 0; min-height: 1.75rem; text-decoration: underline; text-underline-offset: .2em; font-size: inherit; cursor: pointer; }
.find { flex: 1 1 16rem; max-width: 26rem; } .find form { display: flex; gap: .375rem; } .find input:not([type=hidden]) { min-height: 2.25rem; padding: .25rem .625rem; border-color: transparent; background: var(--surface); color: var(--ink); }
.find button { flex: none; white-space: nowrap; min-height: 2.25rem; padding: .25rem .875rem; line-height: 1.6; background: transparent; color: inherit; border-color: currentColor; }
.nav { background: var(--surface); border-bottom: 1px solid var(--line); }
.nav ul { list-style: none; margin: 0 auto; padding: 0 .5rem; display: flex; flex-wrap: wrap; max-width: 90rem; }
.nav a { display: block; padding: .625rem .75rem; color: var(--ink); text-decoration: none; border-bottom: .1875rem solid transparent; }
.nav a:hover { background: var(--accent-soft); } .nav a[aria-current] { border-bottom-color: var(--accent); font-weight: 600; color: var(--accent); }
main { max-width: 90rem; margin: 0 auto; padding: 1rem; }
.head { display: flex; flex-wrap: wrap; align-items: baseline; gap: .375rem 1rem; margin: .25rem 0 1rem; }
.foot { max-width: 90rem; margin: 0 auto; padding: 1rem; font-size: .8125rem; color: var(--quiet); }

.card { background: var(--surface); border: 1px solid var(--line); border-radius: .375rem; padding: 1rem; margin: 0 0 1rem; }
.card > h2:first-child, .card-head { margin-bottom: .625rem; }
.card-head { display: flex; flex-wrap: wrap; justify-content: space-between; align-items: baseline; gap: .25rem 1rem; }
.columns { display: grid; gap: 1rem; align-items: start; } .columns > * { min-width: 0; }
@media (min-width: 64rem) { .columns { grid-template-columns: minmax(0, 2fr) minmax(18rem, 1fr); } .beside { grid-column: 2; } .beside + * { grid-column: 1; grid-row: 1; } }
@media (min-width: 64rem) { .names { min-width: 15rem; } } .halves { display: grid; gap: 1rem; align-items: start; } .halves > * { min-width: 0; } @media (min-width: 64rem) { .halves { grid-template-columns: auto minmax(0, 1fr); } }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(8.5rem, 1fr)); gap: .625rem; margin-bottom: 1rem; padding: 0; list-style: none; }
.tiles a, .tiles > li > span { display: block; height: 100%; background: var(--surface); border: 1px solid var(--line); border-radius: .375rem; padding: .625rem .875rem; color: inherit; text-decoration: none; }
.tiles a:hover { border-color: var(--accent); } .tiles b { display: block; font-size: 1.625rem; line-height: 1.25; font-variant-numeric: tabular-nums; }
.narrow { max-width: 30rem; margin: 2rem auto; } progress { width: 100%; height: 1.25rem; accent-color: var(--accent); }

span.level { display: inline-flex; align-items: center; gap: .375em; white-space: nowrap; font-weight: 600; }
span.level::before { content: ""; width: .75em; height: .75em; background: currentColor; flex: none; }
.level-red { color: var(--red); } .level-red::before { clip-path: polygon(30% 0, 70% 0, 100% 30%, 100% 70%, 70% 100%, 30% 100%, 0 70%, 0 30%); }
.level-orange { color: var(--orange); } .level-orange::before { clip-path: polygon(50% 4%, 100% 96%, 0 96%); }
.level-yellow { color: var(--yellow); } .level-yellow::before { border-radius: 50%; }
.tag { display: inline-block; border: 1px solid var(--line-strong); border-radius: .25rem; padding: 0 .4rem; font-size: .8125rem; }
.banner { border: 1px solid var(--line-strong); border-left: .375rem solid var(--accent); background: var(--accent-soft); padding: .625rem 1rem; margin: 0 0 1rem; border-radius: .25rem; }
.banner-bad { border-left-color: var(--red); background: var(--red-soft); } .banner-good { border-left-color: var(--green); background: var(--green-soft); }
.banner p { margin: .25rem 0; }

.scroll { overflow-x: auto; position: relative; } .scroll svg { display: block; width: 100%; min-width: 44rem; } .scroll:focus-visible { outline-offset: 0; }
table { border-collapse: collapse; width: 100%; font-size: .9375rem; }
caption { text-align: left; color: var(--quiet); font-size: .875rem; padding: .25rem 0; }
th, td { text-align: left; vertical-align: top; padding: .4375rem .625rem; border-bottom: 1px solid var(--line); }
thead th { background: var(--ground); border-bottom-color: var(--line-strong); font-weight: 600; white-space: nowrap; }
tbody tr:hover { background: var(--accent-soft); } td.num, th.num { text-align: right; }
td .small { display: block; } tr.strong td { font-weight: 600; }
@media (max-width: 47.99rem) {
  table.stack, .stack tbody, .stack tr, .stack td { display: block; } .stack thead { position: absolute; clip-path: inset(50%); height: 1px; width: 1px; overflow: hidden; }
  .stack tr { border-bottom: 1px solid var(--line-strong); padding: .5rem 0; } .stack td { border: 0; padding: .125rem 0; display: grid; grid-template-columns: 6.5rem 1fr; gap: .5rem; }
  .stack td::before { content: attr(data-name); color: var(--quiet); font-size: .875rem; } .stack td.num { text-align: left; white-space: normal; }
}
dl.facts { display: grid; grid-template-columns: minmax(6rem, max-content) 1fr; gap: .3125rem 1rem; margin: 0; } @media (min-width: 48rem) { dl.wide { grid-template-columns: repeat(2, minmax(6rem, max-content) 1fr); } } @media (min-width: 80rem) { dl.wide { grid-template-columns: repeat(4, minmax(5rem, max-content) 1fr); } } dl.facts dt { color: var(--quiet); } dl.facts dd { margin: 0; min-width: 0; }
dl.facts + table, .hint + table { margin-top: .75rem; }
.pager { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: center; padding-top: .75rem; } .files { margin: 0; } .files a { margin-right: .5rem; } .pager > .files:not(:first-child) { margin-left: auto; }

label { display: block; font-weight: 600; font-size: .9375rem; } .hint { color: var(--quiet); font-size: .875rem; font-weight: 400; margin: 0; }
.field { margin: 0 0 .875rem; } .fault { color: var(--red); font-size: .9375rem; margin: .125rem 0; font-weight: 600; }
input, select, textarea, button, .button { font: inherit; color: inherit; }
input:not([type=checkbox], [type=radio], [type=hidden], [type=file]), select, textarea { width: 100%; min-height: 2.75rem; padding: .375rem .625rem; background: var(--surface); border: 1px solid var(--line-strong); border-radius: .25rem; }
textarea { min-height: 6rem; } [aria-invalid=true] { border-color: var(--red); border-width: 2px; }
fieldset { border: 1px solid var(--line); border-radius: .25rem; margin: .5rem 0 .875rem; padding: .5rem .75rem; } legend { font-weight: 600; } label.tick { font-weight: 400; padding: .25rem 0; }
input[type=checkbox], input[type=radio] { width: 1.25rem; height: 1.25rem; vertical-align: -.25rem; accent-color: var(--accent); }
button, .button { display: inline-block; min-height: 2.75rem; padding: .375rem 1.25rem; border-radius: .25rem; border: 1px solid var(--accent); background: var(--accent); color: var(--accent-ink); font-weight: 600; cursor: pointer; text-decoration: none; line-height: 1.9; }
button.plain, .button.plain { background: transparent; color: var(--accent); } button.danger { background: transparent; border-color: var(--red); color: var(--red); }
button[disabled] { opacity: .6; cursor: progress; }
input[type=file] { max-width: 100%; } ::file-selector-button { font: inherit; min-height: 2.25rem; padding: 0 .75rem; margin-right: .75rem; border: 1px solid var(--line-strong); border-radius: .25rem; background: var(--surface); color: var(--accent); cursor: pointer; }
.filters { display: grid; grid-template-columns: repeat(auto-fit, minmax(9.5rem, 1fr)); gap: .625rem; align-items: end; margin-bottom: 1rem; } .filters .field { margin: 0; }
form + details.act { margin-top: .75rem; } details.act { border-top: 1px solid var(--line); padding: .5rem 0; } details.act > summary { cursor: pointer; font-weight: 600; min-height: 2rem; padding: .25rem 0; color: var(--accent); } details.act > form { padding: .5rem 0; }
.history { list-style: none; padding: 0; margin: 0; } .history li { border-left: .1875rem solid var(--line-strong); padding: 0 0 .875rem .875rem; } .history li:last-child { padding-bottom: 0; }
.history time { color: var(--quiet); font-size: .875rem; margin-right: .5rem; } blockquote { margin: .25rem 0; padding: .25rem .75rem; background: var(--ground); white-space: pre-wrap; }
pre { margin: 0; white-space: pre-wrap; max-height: 40rem; overflow: auto; font-size: .875rem; }
mark { background: var(--yellow-soft); color: inherit; border-bottom: 2px solid var(--yellow); }
svg { max-width: 100%; height: auto; } .full { fill: var(--accent); } .hollow { fill: var(--surface); stroke: var(--accent); stroke-width: 1.5; } .course { fill: none; stroke: var(--orange); stroke-width: 2; } .point { fill: var(--surface); stroke: var(--orange); stroke-width: 2; } .stands { fill: var(--orange); } .gridline { stroke: var(--line); } .axis { stroke: var(--line-strong); } svg:not(.sheet) text { fill: currentColor; font: .8125rem system-ui, sans-serif; } svg:not(.sheet) text.within { fill: var(--surface); }
.grid th, .grid td { text-align: center; padding: .25rem .375rem; } .grid th:first-child { text-align: left; } .grid th[scope=row] { text-align: left; font-weight: 400; position: sticky; left: 0; background: var(--surface); min-width: 9rem; }
.mark-late { color: var(--orange); } .mark-open { color: var(--red); font-weight: 600; } .mark-met { color: var(--green); } .mark-ahead { color: var(--quiet); } .mark { margin-right: .5rem; } td .mark { margin: 0; }
.shade-0 { background: var(--red-soft); } .shade-1, .shade-2 { background: var(--orange-soft); } .shade-3 { background: var(--yellow-soft); } .shade-4 { background: var(--green-soft); } .grid tbody tr:hover { background: none; }
a.tile { text-decoration: none; } a.tile:hover rect, a.tile:focus-visible rect { fill-opacity: .2; }
.links { list-style: none; padding: 0; margin: 0; display: flex; flex-wrap: wrap; gap: 0 .75rem; } .links a { display: inline-block; min-width: 1.5rem; }
.sheets { max-height: 85vh; overflow: auto; margin-bottom: 1rem; padding: .75rem; background: var(--line); border-radius: .375rem; } .sheet { display: block; width: 100%; max-width: 48rem; margin: 0 auto .75rem; background: #fff; box-shadow: 0 1px 3px #0004; } .sheets p { margin: 0; text-align: center; }
.plainly { max-width: 34rem; margin: 0 auto; font-size: 1.25rem; } .plainly h1 { font-size: 1.75rem; margin-bottom: .5rem; } .plainly h2 { font-size: 1.25rem; } .plainly label, .plainly button, .plainly .button, .plainly summary { font-size: 1.25rem; }
.plainly .hint, .plainly .fault { font-size: 1.0625rem; } .plainly button { width: 100%; min-height: 3.5rem; } .plainly summary { cursor: pointer; font-weight: 600; color: var(--accent); min-height: 3rem; padding: .5rem 0; }
.plainly .sum { font-size: 2rem; font-weight: 700; margin: .25rem 0; } .where { font-weight: 600; border-left: .375rem solid var(--orange); padding-left: .75rem; } .where-paid { border-color: var(--green); } .where-returned { border-color: var(--red); } .where-absent { border-color: var(--line-strong); font-weight: 400; }
.poster { max-width: 34rem; margin: 0 auto; text-align: center; font-size: 1.375rem; } .poster h1 { font-size: 2.5rem; } .poster .sum { font-size: 2rem; display: block; }
.way { list-style: none; padding: 0; } .way li { padding: .25rem 0 .25rem 1.75rem; position: relative; } .way li::before { content: ""; position: absolute; left: .125rem; top: .625rem; width: 1rem; height: 1rem; border: .1875rem solid currentColor; border-radius: 50%; } .way-open { color: var(--quiet); } .way-done::before { background: currentColor; }
@media (prefers-reduced-motion: no-preference) { .working { animation: working 1s linear infinite; } @keyframes working { 50% { opacity: .4; } } }
@media print {
  .bar, .nav, .foot, .filters, .pager, form, details.act, .no-print { display: none !important; }
  body, .card { background: #fff; color: #000; border: 0; padding: 0; } main { max-width: none; padding: 0; } table { font-size: 10pt; } thead { display: table-header-group; } tr { break-inside: avoid; } a { color: inherit; text-decoration: none; }
}
`;
