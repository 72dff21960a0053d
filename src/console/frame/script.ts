/** Bytes of a form whose upload takes long enough to be watched. */
const LARGE = 2 * 1024 * 1024;

/**
 * What pages gain from a script; without it every task works all the same. A form that was sent is not sent twice, not by going back
 * either (the page comes anew then, the words and the key of what was sent with it), filters apply when one is chosen, and a page
 * with typed words asks before it is left. A page that answers a form is found again without sending it. What takes long tells how far it is, an upload too, and where its line breaks it says so
 * and keeps the form.
 */
export const script = `(() => {
  const typed = new Set();
  const { here } = document.body.dataset;
  if (here) history.replaceState(null, '', here);
  const sentAs = (form) => 'once ' + form.action + ' ' + (form.elements.act?.value ?? '');
  const [arrival] = performance.getEntriesByType('navigation');
  if (arrival?.type === 'back_forward')
    for (const form of document.forms) {
      const sent = sessionStorage.getItem(sentAs(form));
      if (sent === null || !form.elements.once) continue;
      form.freshKey = form.elements.once.value;
      form.elements.once.value = sent;
    }
  document.addEventListener('input', ({ target }) => {
    const form = target.form;
    if (form?.freshKey) { form.elements.once.value = form.freshKey; form.freshKey = null; }
    if (form && form.method === 'post' && !form.hasAttribute('data-quiet')) typed.add(form);
  });
  addEventListener('beforeunload', (event) => { if (typed.size > 0) event.preventDefault(); });
  const work = (form, busy) => {
    for (const button of form.querySelectorAll('button')) { button.disabled = busy; button.classList.toggle('working', busy); }
  };
  document.addEventListener('submit', (event) => {
    const { target: form, submitter } = event;
    if (submitter?.hasAttribute('data-download')) return;
    const upload = form.querySelector('[data-upload]');
    if (upload) upload.dataset.state = 'sending';
    typed.clear();
    if (form.method !== 'post') return;
    if (form.elements.once) sessionStorage.setItem(sentAs(form), form.elements.once.value);
    setTimeout(() => work(form, upload?.dataset.state !== 'stopped'));
    if (!upload) return;
    const body = new FormData(form, submitter);
    const weight = [...body.values()].reduce((sum, value) => sum + (value.size ?? value.length), 0);
    if (weight < ${LARGE}) return;
    event.preventDefault();
    send(form, submitter, upload, body);
  });
  addEventListener('pageshow', ({ persisted }) => {
    if (persisted) work(document, false);
  });
  const send = (form, submitter, upload, body) => {
    const [bar, said] = [upload.querySelector('progress'), upload.querySelector('p')];
    const stop = (words) => { bar.hidden = true; said.textContent = words; upload.dataset.state = 'stopped'; work(form, false); };
    upload.hidden = false;
    upload.scrollIntoView({ block: 'center' });
    const file = body.get('file');
    if (file && file.size > Number(upload.dataset.upload)) return stop(upload.dataset.large);
    const to = submitter?.hasAttribute('formaction') ? submitter.formAction : form.action;
    const sending = new XMLHttpRequest();
    sending.open('POST', to);
    sending.upload.onprogress = ({ loaded, total }) => { bar.hidden = false; bar.max = total; bar.value = loaded; };
    sending.onerror = () => stop(upload.dataset.broken);
    sending.onload = () => {
      if (sending.responseURL !== to) { location.assign(sending.responseURL); return; }
      document.open(); document.write(sending.responseText); document.close();
    };
    said.textContent = '';
    sending.send(body);
  };
  const live = document.querySelector('[data-live]');
  if (live) {
    const events = new EventSource(live.dataset.live);
    events.onmessage = ({ data }) => {
      const { done, steps, words, ended } = JSON.parse(data);
      if (ended) { events.close(); location.reload(); return; }
      const bar = live.querySelector('progress');
      if (steps) { bar.max = steps; bar.value = done; }
      const said = live.querySelector('p');
      if (said.textContent !== words) said.textContent = words;
    };
  }
  document.addEventListener('change', ({ target }) => {
    if (target.matches('select') && target.form && target.form.classList.contains('filters')) target.form.requestSubmit();
  });
})();
`;
