/**
 * What pages gain from a script; without it every task works all the same. A form that was sent is not sent twice, not by going back
 * either (the page comes anew then, the words and the key of what was sent with it), filters apply when one is chosen, and a page
 * with typed words asks before it is left.
 */
export const script = `(() => {
  const typed = new Set();
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
  document.addEventListener('submit', ({ target: form, submitter }) => {
    if (submitter?.hasAttribute('data-download')) return;
    typed.clear();
    if (form.method !== 'post') return;
    if (form.elements.once) sessionStorage.setItem(sentAs(form), form.elements.once.value);
    setTimeout(() => {
      for (const button of form.querySelectorAll('button')) { button.disabled = true; button.classList.add('working'); }
    });
  });
  addEventListener('pageshow', ({ persisted }) => {
    if (!persisted) return;
    for (const button of document.querySelectorAll('button[disabled]')) { button.disabled = false; button.classList.remove('working'); }
  });
  document.addEventListener('change', ({ target }) => {
    if (target.matches('select') && target.form && target.form.classList.contains('filters')) target.form.requestSubmit();
  });
})();
`;
