import { createHash } from 'node:crypto';
import { verifierScript } from './verifier-script.ts';

const STYLE = `body{font:1.1rem/1.7 system-ui,sans-serif;max-width:48rem;margin:2rem auto;padding:0 1rem;overflow-wrap:anywhere}
#verdict{border:.15rem solid;border-radius:.4rem;padding:.6rem 1rem;font-weight:600}input{font:inherit;max-width:100%}`;

const hashOf = (text: string) => createHash('sha256').update(text).digest('base64');

// Nothing may be loaded from anywhere, nor sent: only this script and this style run.
const POLICY = `default-src 'none'; script-src 'sha256-${hashOf(verifierScript)}'; style-src 'sha256-${hashOf(STYLE)}'; base-uri 'none'; form-action 'none'`;

/** The offline verifier: one page that is opened from the disk and told where the pack is. */
export const verifierPage = `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<title>证据包核对</title><style>${STYLE}</style></head><body><main>
<h1>证据包核对</h1>
<p><label for="pick">选择证据包（.zip），或者选择解压后的全部文件。本页不联网，文件不离开本机。</label></p>
<p><input id="pick" type="file" multiple></p>
<p id="verdict" role="status">尚未选择文件。</p>
<ul id="faults"></ul>
<ul id="notes"></ul>
</main><script>${verifierScript}</script></body></html>
`;
