import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const server = 'http://127.0.0.1:8080';
const localeFile = /\/(?:features\/)?([\w-]+)\/(zh-CN|en-US)\.json$/;

export default defineConfig({
  plugins: [react()],
  // The server writes a fresh nonce in its place with every answer.
  html: { cspNonce: '__WHARF_NONCE__' },
  server: { host: '127.0.0.1', proxy: { '/api': server, '/v2': server, '/token': server } },
  worker: { format: 'es' },
  build: {
    target: 'es2022',
    // One stylesheet: a page's own would come after the page, and flash.
    cssCodeSplit: false,
    // For scripts/check-budgets.mjs.
    manifest: true,
    assetsInlineLimit: 0,
    rolldownOptions: {
      output: {
        chunkFileNames: (chunk) => {
          const [, feature, language] = localeFile.exec(chunk.facadeModuleId ?? '') ?? [];
          return feature ? `assets/locale-${language}-${feature}-[hash].js` : 'assets/[name]-[hash].js';
        },
        codeSplitting: {
          groups: [
            // Changes with the libraries only, so it stays in caches over the console's own releases.
            {
              name: 'react',
              test: /node_modules\/(?:react|react-dom|scheduler|react-router|@tanstack)\//,
              priority: 20,
            },
            { name: 'antd', test: /node_modules/, tags: ['$initial'], priority: 15 },
            { name: 'kit', test: /src\/(?:actions|lib|ui)\/|@ant-design\/icons/, tags: ['$initial'], priority: 14 },
            // What most pages share beyond the shell: one request instead of thirty.
            { name: 'controls', minShareCount: 7, priority: 10 },
            { name: 'pieces', test: /src\/(?:actions|lib|ui)\/|@ant-design\/icons/, minShareCount: 2, priority: 5 },
          ],
        },
      },
    },
  },
});
