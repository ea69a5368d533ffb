/** How the processes of Jupiter are started, by npm start and by pm2 alike. What it does to memory is measured by `npm run bench`. */
module.exports = {
  /** Flags of Node itself. Both handle small things: they collect early and give memory back, instead of growing to 400 MB. */
  nodeFlags: {
    web: ['--max-semi-space-size=4', '--memory-saver-mode'],
    worker: ['--max-semi-space-size=4', '--memory-saver-mode'],
  },
  environment: {
    // DuckDB, directory look-ups and files share this pool; the default of 4 makes them wait for each other.
    UV_THREADPOOL_SIZE: '8',
    // On Linux each thread would otherwise keep a heap of its own.
    MALLOC_ARENA_MAX: '2',
  },
};
