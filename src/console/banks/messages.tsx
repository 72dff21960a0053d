import { z } from 'zod';
import { decodeXml } from '../../adapters/iso20022/encoding.ts';
import {
  getMessage,
  listMessages,
  type MessageView,
  replayMessage,
} from '../../domain/banks/tending.ts';
import { readerOf } from '../../http/banks.ts';
import { actorOf } from '../../http/edge.ts';
import { messageColumns } from '../frame/list-columns.ts';
import { type Listed, listFile, rowsShown } from '../frame/list-file.ts';
import { act, page } from '../frame/page.tsx';
import { Field, Find, InstantText, Pager, Table } from '../frame/parts.tsx';
import { messageIdOf, messageKey, paths, withQuery } from '../frame/paths.ts';
import { useSay } from '../frame/say.ts';
import type { PageSpec } from '../frame/visit.ts';
import { wordOf, wordsIn } from '../frame/words.ts';
import { Message, outcome } from './message.tsx';
import { bankOf, tends } from './own-bank.tsx';

const ROWS = 50;

const query = z.object({
  status: z.enum(['received', 'done', 'refused']).optional(),
  after: z.string().max(500).optional(),
});
type Query = z.infer<typeof query>;

interface ListOf {
  items: readonly MessageView[];
  next: string | null;
  query: Query;
}

function List({ items, next, query: { status, after } }: ListOf) {
  const t = useSay();
  return (
    <>
      <div class="head">
        <h1>{t('报文', 'Messages')}</h1>
      </div>
      <section class="card">
        <form class="filters" method="get" action={paths.messages()}>
          <Field
            name="status"
            label={t('状态', 'Status')}
            value={status}
            options={[['', t('全部', 'All')], ...wordsIn(t, 'messageStatus')]}
          />
          <Find all={paths.messages()} />
        </form>
        <Table
          caption={t('本行报送的报文，新的在前', 'Messages of the bank, the newest first')}
          rows={items}
          empty={t('没有这样的报文。', 'No such message.')}
          columns={[
            {
              name: t('编号', 'Id'),
              cell: ({ messageId }) => (
                <a href={paths.message(messageKey(messageId))}>{messageId}</a>
              ),
            },
            { name: t('收到', 'Received'), cell: (one) => <InstantText at={one.receivedAt} /> },
            { name: t('种类', 'Kind'), cell: ({ kind }) => wordOf(t, 'messageKind', kind) },
            { name: t('状态', 'Status'), cell: (one) => wordOf(t, 'messageStatus', one.status) },
            { name: t('结果', 'Outcome'), cell: (one) => outcome(t, one) },
          ]}
        />
        <Pager
          first={after ? paths.messages({ status }) : null}
          next={next ? paths.messages({ status, after: next }) : null}
          file={paths.messages({ status })}
        />
      </section>
    </>
  );
}

const messages: Listed<unknown, Query, MessageView> = {
  name: 'messages',
  columns: ({ t }) => messageColumns(t),
  rows: (work, visit, rows) =>
    listMessages(work, bankOf(visit), { status: visit.query.status, ...rows }),
};

const textOf = (raw: Uint8Array, kind: MessageView['kind']): string => {
  const read = kind === 'xml' ? decodeXml(raw) : null;
  return read?.ok ? read.text : new TextDecoder().decode(raw);
};

const params = z.object({ key: z.string().max(200) });
type Params = z.infer<typeof params>;

const messagePage: PageSpec<Params, unknown> = {
  path: paths.message(':key'),
  grants: tends,
  params,
  show: async (visit) => {
    const { t, read, params: of, refused } = visit;
    const id = messageIdOf(of.key);
    const message = await read(null, (work) => getMessage(work, bankOf(visit), id, textOf));
    return {
      title: `${t('报文', 'Message')} ${id}`,
      main: <Message message={message} refused={refused} />,
    };
  },
};

/** 报文: what a bank sent, as it came, and what came of it. */
export const messagePages = [
  page({
    path: paths.messages(),
    grants: tends,
    nav: { zh: '报文', en: 'Messages' },
    query,
    file: listFile(messages),
    show: async (visit) => {
      const { t, query: asked } = visit;
      const { items, next } = await rowsShown(messages, visit, ROWS);
      return {
        title: t('报文', 'Messages'),
        main: <List items={items} next={next} query={asked} />,
      };
    },
  }),
  page(messagePage),
  act({
    path: paths.messageReplay(':key'),
    grants: tends,
    params,
    body: z.object({ act: z.string().optional() }),
    page: messagePage,
    run: async (visit) => {
      const { c, deps, now, params: of } = visit;
      const id = messageIdOf(of.key);
      await replayMessage({ db: deps.db, now }, actorOf(c), bankOf(visit), id, readerOf);
      return withQuery(paths.message(of.key), { done: 'replayed' });
    },
  }),
];
