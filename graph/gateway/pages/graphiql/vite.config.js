import { gzipSync } from 'node:zlib';
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig } from 'vite';
import react from '@vitejs/plugin-react';

const outDir = 'dist';

// GraphiQL's style sheet holds its fonts in base64, half a megabyte of them.
// The system's own fonts do, and need no font-src data: in the policy.
const stripFonts = {
  name: 'strip-fonts',
  enforce: 'pre',
  transform(code, id) {
    if (/graphiql.*\.css/.test(id)) return code.replace(/@font-face\s*\{[^}]*data:font[^}]*\}/g, '');
  },
};

// Only gzipped files are embedded. Node's gzip writes no time and no name, so
// the same source gives the same bytes.
const gzip = {
  name: 'gzip',
  closeBundle() {
    const walk = (d) => readdirSync(d).flatMap((f) => (statSync(join(d, f)).isDirectory() ? walk(join(d, f)) : [join(d, f)]));
    for (const f of walk(outDir)) {
      const packed = gzipSync(readFileSync(f), { level: 9 });
      packed[9] = 255; // the operating system, which is nobody's business
      writeFileSync(`${f}.gz`, packed);
      rmSync(f);
    }
  },
};

// No name has a hash, so that a build changes the files it changes.
export default defineConfig({
  base: './',
  plugins: [stripFonts, react(), gzip],
  worker: { format: 'es', rollupOptions: { output: { entryFileNames: 'graphiql/[name].js', chunkFileNames: 'graphiql/[name].worker-part.js' } } },
  build: {
    outDir,
    assetsDir: 'graphiql',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    target: 'es2022',
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 6000,
    rollupOptions: {
      onwarn: (w, warn) => w.code !== 'MODULE_LEVEL_DIRECTIVE' && warn(w),
      output: { entryFileNames: 'graphiql/[name].js', chunkFileNames: 'graphiql/[name].js', assetFileNames: 'graphiql/[name][extname]' },
    },
  },
});
