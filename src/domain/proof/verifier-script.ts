/**
 * The script of the offline verifier, as it runs in a browser: it takes a pack's files and works everything out again. It
 * shares no code with what made the pack. `checkPack(files)` gives the faults, each naming its file or event.
 */
export const verifierScript = String.raw`
'use strict';
const utf8 = (bytes) => new TextDecoder('utf-8', { fatal: true }).decode(bytes);
const bytesOf = (text) => new TextEncoder().encode(text);
const hexOf = (bytes) => Array.from(bytes, (b) => b.toString(16).padStart(2, '0')).join('');
const fromHex = (hex) => Uint8Array.from(hex.match(/../g) || [], (pair) => parseInt(pair, 16));
const from64 = (text) => Uint8Array.from(atob(text), (ch) => ch.charCodeAt(0));
const hash = async (...parts) => {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) { all.set(part, at); at += part.length; }
  return new Uint8Array(await crypto.subtle.digest('SHA-256', all));
};
const hashHex = async (bytes) => hexOf(await hash(bytes));

// APPNOTE 6.3.10: the central directory at the end tells where each file lies.
async function unzip(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let end = bytes.length - 22;
  while (end >= 0 && view.getUint32(end, true) !== 0x06054b50) end -= 1;
  if (end < 0) throw new Error('不是 ZIP 压缩包');
  const files = new Map();
  let at = view.getUint32(end + 16, true);
  for (let n = view.getUint16(end + 10, true); n > 0; n -= 1) {
    if (view.getUint32(at, true) !== 0x02014b50) throw new Error('压缩包的目录已损坏');
    const [method, size] = [view.getUint16(at + 10, true), view.getUint32(at + 20, true)];
    const [name, extra, note] = [28, 30, 32].map((field) => view.getUint16(at + field, true));
    const local = view.getUint32(at + 42, true);
    const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
    const packed = bytes.slice(start, start + size);
    const path = utf8(bytes.slice(at + 46, at + 46 + name));
    if (!path.endsWith('/')) files.set(path.split('/').pop(), method === 0 ? packed : await inflate(packed));
    at += 46 + name + extra + note;
  }
  return files;
}
const inflate = async (packed) =>
  new Uint8Array(await new Response(new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate-raw'))).arrayBuffer());

// RFC 9162, 2.1.3.2: from a leaf, its place and the size of the tree to the root.
async function rootOf(leaf, index, size, path) {
  let [fn, sn, root] = [index, size - 1, await hash(Uint8Array.of(0), bytesOf(leaf))];
  if (!(index >= 0 && index < size)) return null;
  for (const hex of path) {
    if (sn === 0) return null;
    const beside = fromHex(hex);
    if (fn & 1 || fn === sn) {
      root = await hash(Uint8Array.of(1), beside, root);
      while (!(fn & 1) && fn !== 0) { fn >>= 1; sn >>= 1; }
    } else root = await hash(Uint8Array.of(1), root, beside);
    fn >>= 1;
    sn >>= 1;
  }
  return sn === 0 ? hexOf(root) : null;
}

async function readKeys(pems) {
  const keys = new Map();
  for (const pem of pems) {
    const der = from64(pem.replace(/-----[^-]+-----|\s/g, ''));
    const id = (await hashHex(der)).slice(0, 16);
    const key = await crypto.subtle.importKey('spki', der, { name: 'Ed25519' }, false, ['verify']).catch(() => null);
    keys.set(id, key);
  }
  return keys;
}

async function checkFiles(files, manifest, report) {
  for (const { name, size, sha256 } of manifest.files) {
    const bytes = files.get(name);
    if (!bytes) report.faults.push('文件 ' + name + ' 缺失');
    else if (bytes.length !== size || (await hashHex(bytes)) !== sha256) report.faults.push('文件 ' + name + ' 与清单不符，已被改动');
    else report.files += 1;
  }
  const listed = new Set(['manifest.json', ...manifest.files.map(({ name }) => name)]);
  for (const name of files.keys()) if (!listed.has(name)) report.faults.push('文件 ' + name + ' 不在清单之内');
}

async function checkBlocks(trail, report) {
  const keys = await readKeys(trail.publicKeys);
  const blocks = new Map();
  for (const { header, hash: told, signature } of trail.blocks) {
    const block = JSON.parse(header);
    const name = '区块 ' + block.blockNo;
    if ((await hashHex(bytesOf(header))) !== told) report.faults.push(name + '：区块头与其哈希不符');
    const before = blocks.get(block.blockNo - 1);
    const link = block.blockNo === 1 ? '0'.repeat(64) : before && before.hash;
    if (link && block.prevHash !== link) report.faults.push(name + '：与前一区块不相接');
    const key = keys.get(block.keyId);
    if (key) {
      const good = await crypto.subtle.verify({ name: 'Ed25519' }, key, from64(signature), bytesOf(header)).catch(() => false);
      if (good) report.signatures += 1;
      else report.faults.push(name + '：签名无效');
    } else report.notes.push(name + (key === null ? '：本浏览器不支持 Ed25519，没有验签' : '：没有密钥 ' + block.keyId + ' 的公钥，没有验签'));
    blocks.set(block.blockNo, { ...block, hash: told });
    report.blocks += 1;
  }
  report.keyIds = [...keys.keys()];
  return blocks;
}

async function checkEvents(trail, blocks, report) {
  const events = new Map();
  for (const { id, day, text, digest, place } of trail.events) {
    const name = '事件 ' + id;
    const told = JSON.parse(text);
    events.set(id, told);
    if ((await hashHex(bytesOf(text))) !== digest) { report.faults.push(name + '：正文与摘要不符'); continue; }
    if (place === null) { report.unsealed += 1; continue; }
    const block = blocks.get(place.blockNo);
    if (!block) { report.faults.push(name + '：所属区块 ' + place.blockNo + ' 缺失'); continue; }
    const leaf = [told.projectId, id, day, digest].join(' ');
    if ((await rootOf(leaf, place.leafNo, block.leaves, place.path)) === block.root) report.events += 1;
    else report.faults.push(name + '：不能到达区块 ' + place.blockNo + ' 的哈希根');
  }
  return events;
}

// What the trail says of a file, whatever the list says.
async function checkSealed(files, manifest, events, report) {
  for (const { name, event, member } of manifest.files) {
    if (event === undefined || !files.has(name)) continue;
    const told = events.get(event);
    if (!told) report.faults.push('文件 ' + name + '：所依据的事件 ' + event + ' 缺失');
    else if (told.body[member] !== (await hashHex(files.get(name)))) report.faults.push('文件 ' + name + ' 与存证事件 ' + event + ' 所记不符');
    else report.sealed += 1;
  }
}

function checkPrinted(files, blocks, report) {
  for (const [name, bytes] of files) {
    if (!/^notice-\d+\.json$/.test(name)) continue;
    const { trail } = JSON.parse(utf8(bytes));
    if (!trail) continue;
    const block = blocks.get(trail.blockNo);
    if (!block) report.faults.push('文书所印的区块 ' + trail.blockNo + ' 缺失（' + name + '）');
    else if (block.hash !== trail.hash) report.faults.push('区块 ' + trail.blockNo + ' 与文书所印的哈希不同（' + name + '）');
    else report.printed += 1;
  }
}

async function checkPack(files) {
  const report = { faults: [], notes: [], files: 0, blocks: 0, signatures: 0, events: 0, unsealed: 0, sealed: 0, printed: 0, keyIds: [] };
  try {
    if (!files.has('manifest.json')) throw new Error('文件 manifest.json 缺失');
    report.fingerprint = await hashHex(files.get('manifest.json'));
    const manifest = JSON.parse(utf8(files.get('manifest.json')));
    await checkFiles(files, manifest, report);
    if (!files.has('trail.json')) return report;
    const trail = JSON.parse(utf8(files.get('trail.json')));
    const blocks = await checkBlocks(trail, report);
    const events = await checkEvents(trail, blocks, report);
    await checkSealed(files, manifest, events, report);
    checkPrinted(files, blocks, report);
  } catch (error) {
    report.faults.push('无法读取：' + error.message);
  }
  return report;
}

async function filesOf(picked) {
  const read = async (file) => new Uint8Array(await file.arrayBuffer());
  if (picked.length === 1 && /\.zip$/i.test(picked[0].name)) return unzip(await read(picked[0]));
  const files = new Map();
  for (const file of picked) files.set(file.name, await read(file));
  return files;
}

function show(report) {
  const list = (id, lines) => {
    const place = document.getElementById(id);
    place.replaceChildren(...lines.map((line) => Object.assign(document.createElement('li'), { textContent: line })));
  };
  document.getElementById('verdict').textContent = report.faults.length === 0 ? '一致：没有发现改动。' : '不一致：共 ' + report.faults.length + ' 处。';
  list('faults', report.faults);
  list('notes', [
    '文件 ' + report.files + ' 个与清单相符，其中 ' + report.sealed + ' 个另有存证事件为凭',
    '事件 ' + report.events + ' 条已到达区块哈希根，尚未封存 ' + report.unsealed + ' 条',
    '区块 ' + report.blocks + ' 个，签名有效 ' + report.signatures + ' 个；文书所印区块相符 ' + report.printed + ' 处',
    '公钥指纹：' + (report.keyIds.join('、') || '无') + '（请与主管部门公布的核对）',
    '清单指纹（SHA-256）：' + (report.fingerprint || '无'),
    ...report.notes,
  ]);
}

if (typeof document !== 'undefined')
  document.getElementById('pick').addEventListener('change', async (event) => {
    document.getElementById('verdict').textContent = '正在核对……';
    if (!globalThis.crypto || !crypto.subtle) {
      document.getElementById('verdict').textContent = '本浏览器不能计算 SHA-256，请换用较新的浏览器。';
      return;
    }
    try {
      show(await checkPack(await filesOf([...event.target.files])));
    } catch (error) {
      document.getElementById('verdict').textContent = '无法读取：' + error.message;
    }
  });
`;
