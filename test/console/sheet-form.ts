import type { Seen } from '../helpers/pages.ts';

/** The members that a page's form would send, as they stand. */
export function formIn({ html }: Seen): Record<string, string> {
  const hidden = [...html.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)];
  const selects = [...html.matchAll(/<select name="(column-[A-Z]+)"[^>]*>(.*?)<\/select>/gs)].map(
    ([, name, options]) => [
      name,
      /<option value="([^"]*)" selected/.exec(options as string)?.[1] ?? '',
    ],
  );
  return Object.fromEntries([...hidden.map(([, name, value]) => [name, value]), ...selects]);
}

/** The key of the one form on a page that acts. */
export const onceIn = ({ html }: Seen) => ({
  once: /name="once" value="([^"]+)"/.exec(html)?.[1] as string,
});
