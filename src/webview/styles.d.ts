/** Style sheets are gathered by esbuild into one file per page. */
declare module '*.css';
