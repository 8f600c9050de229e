/** In place of packages that a bundled one imports and rte never has it use. */
export const Ajv2020 = undefined;

// eslint-disable-next-line import/no-default-export -- what it stands for has one
export default () => {};
