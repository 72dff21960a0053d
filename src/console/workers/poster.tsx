import { z } from 'zod';
import { getProject } from '../../domain/registry/projects.ts';
import { projectCode } from '../../http/shapes.ts';
import { siteCode } from '../../lib/site-code.ts';
import { QrCode } from '../door/second-factor.tsx';
import { page } from '../frame/page.tsx';
import { paths } from '../frame/paths.ts';
import { useSay } from '../frame/say.ts';

interface Printed {
  name: string;
  code: string;
  /** Of the public page, without the code. */
  address: string;
}

/** What hangs on the site: the code, the address, and the picture that leads there. For workers, so Chinese for everybody. */
function Poster({ name, code, address }: Printed) {
  const t = useSay();
  const url = `${address.slice(0, -paths.myWages.length)}${paths.myWagesAt(code.replaceAll(' ', ''))}`;
  return (
    <>
      <p class="no-print">
        {t(
          '请打印后贴在维权信息告示牌上。工地码不是秘密，但只给本工地的人用。',
          'Print this for the notice board. The code is no secret, but it is for people of this site.',
        )}
      </p>
      <section class="card poster" lang="zh-CN">
        <h1>查我的工资</h1>
        <p>{name}</p>
        <p>用手机扫一扫，填姓名和身份证号后六位</p>
        <QrCode text={url} name="查工资的二维码" />
        <p>
          工地码 <b class="num sum">{code}</b>
        </p>
        <p>
          或者在浏览器里打开
          <br />
          {address}
        </p>
        <p>不用注册，不用密码，不要钱。没收到工资，也在这里点“我没收到”。</p>
      </section>
    </>
  );
}

/** 查工资告示: what a contractor prints for his site. */
export const posters = [
  page({
    path: paths.poster(':projectCode'),
    grants: ['read'],
    params: z.object({ projectCode }),
    show: async ({ c, t, deps, params, read }) => {
      const printed = await read(params, async (work, projectId) => {
        // Whoever only employs people on it sees no project, and so no code.
        const { name } = await getProject(work, projectId);
        return { name, code: siteCode(work.vault, projectId) };
      });
      const origin = deps.publicUrl ?? new URL(c.req.url).origin;
      return {
        title: t('查工资告示', 'Wages poster'),
        main: <Poster {...printed} address={`${origin}${paths.myWages}`} />,
      };
    },
  }),
];
