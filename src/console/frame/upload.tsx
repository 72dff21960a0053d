import { useSay } from './say.ts';

const MB = 1024 * 1024;

/** Within the form of a large file: how far its upload is, and what is said where it is too large or the line breaks. Seen with a script alone. */
export function Upload({ mostBytes }: { mostBytes: number }) {
  const t = useSay();
  const most = Math.floor(mostBytes / MB);
  return (
    <div
      data-upload={mostBytes}
      data-large={t(
        `文件太大，网页一次最多受理 ${most} MB，没有上传。请删去图片和多余的工作表，或按班组拆成几个文件。`,
        `Too large and not sent: ${most} MB at most. Take pictures and spare sheets out, or split the file by teams.`,
      )}
      data-broken={t(
        '上传中断，服务器没有收到。本页填写的内容和所选文件都还在，请检查网络后再次提交。',
        'The upload broke off and nothing arrived. What you filled in is still here: check the line and send again.',
      )}
      hidden
    >
      <progress aria-label={t('上传进度', 'Upload')} hidden />
      <p role="status" class="fault"></p>
    </div>
  );
}
