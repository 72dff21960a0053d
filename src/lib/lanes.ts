/**
 * Does something with each item, so many at a time, in their order of beginning. After a failure nothing new is begun; what
 * is under way is waited for.
 *
 * @throws the first failure
 */
export async function inLanes<T>(
  items: Iterable<T>,
  lanes: number,
  act: (item: T) => Promise<unknown>,
): Promise<void> {
  const left = [...items].values();
  let failed = false;
  const lane = async () => {
    for (let next = left.next(); !next.done && !failed; next = left.next()) {
      try {
        await act(next.value);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  const ended = await Promise.allSettled(Array.from({ length: lanes }, lane));
  for (const end of ended) if (end.status === 'rejected') throw end.reason;
}
