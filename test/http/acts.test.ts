import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { publicId } from '../../src/lib/id.ts';
import { anAlert } from '../domain/alerts/arrange-alert.ts';
import { aNotice } from '../domain/notices/arrange-notice.ts';
import { type Callers, makeApp, type TestApp } from '../helpers/app.ts';
import { freshDb } from '../helpers/db.ts';
import { aSeal } from '../helpers/png.ts';
import { projectOf } from '../helpers/site.ts';

// What is wrong with what is sent, and what the state does not allow; who is refused stands in matrix.test.ts.

const at = freshDb();
let app: TestApp;
let callers: Callers;
let site: { id: number; ownerId: string; contractorId: string; region: number };

beforeAll(async () => {
  app = await makeApp(at(), { now: '2026-06-15T09:00:00+08:00' });
  callers = await app.callers();
  await app.call('PUT', '/projects/P-1', { key: callers.authority.key, body: projectOf(callers) });
  const [row] = await app.ownerDb<
    { id: number; region: number }[]
  >`select id, region_code as region from we.project where code = 'P-1'`;
  site = {
    ...(row as { id: number; region: number }),
    ownerId: callers.owner.uscc,
    contractorId: callers.contractor.uscc,
  };
});
afterAll(() => app.end());

const authority = (method: string, path: string, body?: unknown) =>
  app.call(method, path, { key: callers.authority.key, body });
const alert = async (given: object = {}) => {
  const id = await anAlert(at(), site as never, { ruleId: 'M03', ...given });
  await app.ownerDb`update we.alert set facts = '{"years": [], "dutyCount": 1}' where id = ${id}`;
  return `/alerts/${publicId(site.id, id)}`;
};
const notice = async (given: object = {}) =>
  `/notices/${publicId(site.id, await aNotice(at(), site, { authorityId: callers.authority.uscc, ...given }))}`;

const faults = (answer: { body: { errors: { pointer: string }[] } }) =>
  answer.body.errors.map((e) => e.pointer);

describe('a body that is wrong is refused with its bad places', () => {
  test.each([
    ['service', {}, ['/how', '/on', '/takenBy']],
    ['service', { how: 'pigeon', on: '2026-06-31', takenBy: ' ' }, ['/how', '/on', '/takenBy']],
    ['withdrawal', { reason: '' }, ['/reason']],
    ['verdict', { accepted: 'yes', reason: 'x' }, ['/accepted']],
    ['verdict', { accepted: true }, ['/reason']],
  ])('PUT /notices/{id}/%s %o', async (noun, body, pointers) => {
    const answer = await authority(
      'PUT',
      `${await notice({ level: 3, status: 'served' })}/${noun}`,
      body,
    );
    expect([answer.status, faults(answer)]).toEqual([422, pointers]);
  });

  test.each([
    ['silence', { until: 'soon', reason: 'x' }, ['/until']],
    ['silence', { until: '2026-06-14', reason: 'x' }, ['/until']],
    ['assignment', { holder: '查无此人' }, ['/holder']],
    ['assignment', { holder: '监察员', dueOn: '2026-06-14' }, ['/dueOn']],
    ['verdict', { accepted: 1, reason: 'x', more: 1 }, ['/accepted', '/more']],
    ['dismissal', {}, ['/reason']],
    ['acceptance', { kind: 'weather', until: '2026-07-01', reason: 'x' }, ['/kind']],
  ])('PUT /alerts/{id}/%s %o', async (noun, body, pointers) => {
    const answer = await authority('PUT', `${await alert()}/${noun}`, body);
    expect([answer.status, faults(answer)]).toEqual([422, pointers]);
  });

  test('a setting, a remark and a grouping', async () => {
    const { uscc } = callers.authority;
    const setting = await authority('PUT', `/authorities/${uscc}/settings`, {
      numberWord: 'x'.repeat(21),
      winter: 'on',
    });
    expect([setting.status, faults(setting)]).toEqual([422, ['/numberWord', '/winter']]);
    expect((await authority('PUT', '/authorities/123/settings', {})).status).toBe(422);
    expect((await authority('POST', `${await alert()}/comments`, { text: ' ' })).status).toBe(422);
    const asked = await authority('POST', `${await alert()}/questions`, {
      text: ' ',
      until: 'soon',
    });
    expect([asked.status, faults(asked)]).toEqual([422, ['/text', '/until']]);
    expect((await authority('GET', '/alert-groups?by=weather')).status).toBe(422);
    expect((await authority('GET', '/alert-groups?by=owner&after=x')).body.code).toBe(
      'cursor-invalid',
    );
    expect((await authority('GET', '/alerts?cases=maybe')).status).toBe(422);
  });
});

describe('a draft and the seal', () => {
  test('a paragraph is one text or none', async () => {
    const path = await notice({ status: 'draft', level: 1 });
    const put = (body: object) => authority('PUT', `${path}/addition`, body);
    expect((await put({ addition: '请到场说明' })).status).toBe(200);
    for (const [body, pointers] of [
      [{}, ['/addition']],
      [{ addition: ' ' }, ['/addition']],
      [{ addition: '长'.repeat(2001) }, ['/addition']],
      [{ addition: null, asks: [] }, ['/asks']],
    ] as const) {
      const answer = await put(body);
      expect([answer.status, faults(answer)]).toEqual([422, pointers]);
    }
    const own = await app.call('PUT', `${path}/addition`, {
      key: callers.owner.key,
      body: { addition: '甲' },
    });
    expect(own.status).toBe(403);
  });

  test('a seal is the picture of one', async () => {
    const path = `/authorities/${callers.authority.uscc}/seal`;
    const png = aSeal().toString('base64');
    expect((await authority('PUT', path, { png })).body.sealSha256).toMatch(/^[0-9a-f]{64}$/);
    expect((await authority('PUT', path, { png: null })).body.sealSha256).toBeNull();
    expect(
      (await authority('PUT', path, { png: Buffer.from('GIF89a').toString('base64') })).body,
    ).toMatchObject({
      code: 'seal-refused',
      why: 'no-png',
    });
    expect((await authority('PUT', path, { png: '@' })).status).toBe(422);
    expect((await authority('PUT', path, { png: 'A'.repeat(700_004) })).status).toBe(422);
    expect((await app.call('PUT', path, { key: callers.owner.key, body: { png } })).status).toBe(
      403,
    );
  });
});

describe('a reply with files', () => {
  const reply = async (path: string, fill: (form: FormData) => void) => {
    const form = new FormData();
    form.set('text', '见凭证');
    fill(form);
    return app.call('POST', `${path}/replies`, { key: callers.owner.key, body: form });
  };
  const file = (text = '%PDF-1.7', name = '凭证.pdf') => new File([text], name);

  test('takes one file, several or none, for alerts and notices alike', async () => {
    for (const path of [await alert(), await notice({ status: 'served', level: 1 })]) {
      expect((await reply(path, () => {})).status).toBe(201);
      expect((await reply(path, (form) => form.append('file', file()))).status).toBe(201);
      const two = await reply(path, (form) => {
        for (const name of ['一.pdf', '二.pdf']) form.append('file', file(undefined, name));
      });
      expect(two.status).toBe(201);
      const { body } = await app.call('GET', path, { key: callers.owner.key });
      expect(
        body.history.map((item: { body: { files?: unknown[] } }) => item.body.files?.length ?? 0),
      ).toEqual([0, 1, 2]);
      const [kept] = body.history[1].body.files;
      const answer = await app.call('GET', `/evidence/${kept.fileId}`, { key: callers.owner.key });
      expect(answer.headers.get('content-type')).toBe('application/pdf');
      expect(answer.headers.get('content-disposition')).toBe(
        `attachment; filename*=UTF-8''${encodeURIComponent('凭证.pdf')}`,
      );
      expect(
        (await app.call('GET', `/evidence/${kept.fileId}`, { key: callers.contractor.key })).status,
      ).toBe(404);
    }
  });

  test('refuses what is no file, no kind that is taken, or more than five', async () => {
    const path = await alert();
    const bad = await reply(path, (form) => form.append('file', file('MZ', 'x.pdf')));
    expect(bad).toMatchObject({
      status: 422,
      body: { code: 'evidence-refused', errors: [{ pointer: '/file/0', code: 'file-type' }] },
    });
    expect((await reply(path, (form) => form.append('file', 'no file'))).status).toBe(422);
    const many = await reply(path, (form) => {
      for (let n = 0; n < 6; n += 1) form.append('file', file());
    });
    expect(many.status).toBe(422);
    const twice = await reply(path, (form) => form.append('text', '再来一次'));
    expect([twice.status, faults(twice)]).toEqual([422, ['/text']]);
    const { body } = await app.call('GET', path, { key: callers.owner.key });
    expect(body).toMatchObject({ status: 'open', history: [] });
  });
});

test('what the state does not allow is a 409 that says what is', async () => {
  const draft = await notice({ level: 2 });
  const service = { how: 'post', on: '2026-06-15', takenBy: '收发室' };
  expect(await authority('PUT', `${draft}/service`, service)).toMatchObject({
    status: 409,
    body: { code: 'notice-state', detail: '该文书现为“草稿”，不能送达。' },
  });
  expect(await authority('PUT', `${draft}/withdrawal`, { reason: '有误' })).toMatchObject({
    status: 409,
    body: { code: 'notice-state' },
  });
  const closed = await alert({ status: 'cleared' });
  expect(await authority('PUT', `${closed}/assignment`, { holder: '监察员' })).toMatchObject({
    status: 409,
    body: { code: 'alert-state' },
  });
  const none = draft.replace(/.{8}$/, '00000000');
  expect((await authority('PUT', `${none}/approval`)).status).toBe(404);
});
