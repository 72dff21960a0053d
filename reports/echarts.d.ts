/** The one file that is left of ECharts after an install (db/trim-packages.mjs). */
declare module 'echarts/dist/echarts.esm.min.mjs' {
  export * from 'echarts';
}
