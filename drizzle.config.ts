/** For `npx drizzle-kit@0.31.11 generate`; drizzle-kit is not part of `npm ci` (50 MB, seldom used). */
export default {
  dialect: 'postgresql',
  schema: './db/schema/*.ts',
  out: './db/migrations',
  casing: 'snake_case',
};
