/** One of the first questions: what it asks in words, its query and its variables. */
export interface Question {
  number: number;
  title: string;
  query: string;
  variables: string;
}

const queries = import.meta.glob<string>('../../questions/*.graphql', { query: '?raw', import: 'default', eager: true });
const variables = import.meta.glob<string>('../../questions/*.json', { query: '?raw', import: 'default', eager: true });

/** The questions in the order of their numbers. The first line of each file says what it asks. */
export const questions: readonly Question[] = Object.entries(queries)
  .map(([path, query]) => {
    const [, number, title] = /^# (\d+)\. (.+)$/m.exec(query) ?? [];
    return { number: Number(number), title: title ?? '', query: query.trimEnd(), variables: (variables[path.replace(/graphql$/, 'json')] ?? '').trimEnd() };
  })
  .sort((one, other) => one.number - other.number);
