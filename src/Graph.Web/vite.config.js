import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { defineConfig } from 'vite';

const here = import.meta.dirname;

export default defineConfig({
  root: here,
  base: '/',
  publicDir: false,
  plugins: [systemFonts(), packed()],
  worker: { format: 'es' },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    assetsDir: 'assets',
    sourcemap: false,
    // The editor is one large piece that is only loaded by the page that needs it.
    chunkSizeWarningLimit: 4000,
    rolldownOptions: {
      input: { index: join(here, 'index.html'), graphiql: join(here, 'graphiql.html') },
      onwarn(warning, warn) {
        if (warning.code !== 'MODULE_LEVEL_DIRECTIVE') {
          warn(warning);
        }
      },
    },
  },
});

/** Takes the fonts out of GraphiQL's style sheet, half a megabyte of data: our pages are set in the system's fonts. */
function systemFonts() {
  return {
    name: 'system-fonts',
    enforce: 'pre',
    transform: {
      filter: { id: /graphiql\/dist\/style\.css$/ },
      handler: (code) => ({ code: code.replace(/@font-face\s*\{[^}]*\}/g, ''), map: null }),
    },
  };
}

/** Lays a gzipped copy beside every text that is worth it, so that the server has nothing to compress. */
function packed() {
  return {
    name: 'packed',
    apply: 'build',
    async writeBundle(options) {
      const folder = join(options.dir, 'assets');
      const texts = (await readdir(folder)).filter((name) => /\.(js|css)$/.test(name));
      await Promise.all(texts.map(async (name) => {
        const content = await readFile(join(folder, name));
        if (content.length > 1024) {
          await writeFile(join(folder, `${name}.gz`), await promisify(gzip)(content, { level: 9 }));
        }
      }));
    },
  };
}
