import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const out = 'dist';

// The program embeds what it serves, compressed once and here: two builds of
// the same source are the same bytes.
const compressed = {
  name: 'compressed',
  closeBundle() {
    for (const entry of readdirSync(out, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const file = join(entry.parentPath, entry.name);
      const packed = gzipSync(readFileSync(file), { level: 9 });
      packed[9] = 255; // the operating system, which is nobody's business
      writeFileSync(file + '.gz', packed);
      rmSync(file);
    }
  },
};

export default defineConfig({
  base: '/app/',
  plugins: [react(), compressed],
  build: {
    outDir: out,
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'es2022',
    rollupOptions: {
      output: { entryFileNames: '[name].js', chunkFileNames: '[name].js', assetFileNames: '[name][extname]' },
    },
  },
});
