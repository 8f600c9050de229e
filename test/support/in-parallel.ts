/** Does the same with each, a few at a time; results come in the order of what was given. */
export async function inParallel<Each, Result>(
  atATime: number,
  all: readonly Each[],
  work: (each: Each, index: number) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const queue = all.entries();
  const worker = async (): Promise<void> => {
    for (const [index, each] of queue) results[index] = await work(each, index);
  };
  await Promise.all(Array.from({ length: atATime }, worker));
  return results;
}
