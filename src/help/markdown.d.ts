declare module '*.md' {
  const text: string;
  // eslint-disable-next-line import/no-default-export -- so a bundler gives the text of a file
  export default text;
}
