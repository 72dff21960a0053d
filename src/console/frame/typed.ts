/** A form that was being sent when its sender was found not to be signed in. */
export interface Kept {
  /** Where it was going, or the page to return to. */
  to: string;
  members: Readonly<Record<string, string>>;
}

const PREFIX = 'kept.';

/** What was typed into a form, passwords apart; several of one name are one text with gaps; a file must be chosen again. */
export const typedIn = (members: Record<string, unknown>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(members).flatMap(([name, value]) => {
      const texts = [value].flat().filter((one) => typeof one === 'string');
      return texts.length === 0 || /password|recovery/i.test(name) ? [] : [[name, texts.join(' ')]];
    }),
  );

/** The hidden members by which a kept form travels through the door. */
export const carried = ({ to, members }: Kept): [name: string, value: string][] => [
  ['to', to],
  ...Object.entries(members).map(([name, value]): [string, string] => [`${PREFIX}${name}`, value]),
];

/** The kept form among the members of another. */
export function keptIn(members: Readonly<Record<string, unknown>>): Kept {
  const kept = Object.entries(members).filter(([name]) => name.startsWith(PREFIX));
  return {
    to: String(members.to ?? ''),
    members: typedIn(
      Object.fromEntries(kept.map(([name, value]) => [name.slice(PREFIX.length), value])),
    ),
  };
}
