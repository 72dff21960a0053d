/** WAGE_SECRET of the tests. */
export const TEST_SECRET = 'a secret of the tests, long enough for it';
