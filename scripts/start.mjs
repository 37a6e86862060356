// `npm start`: installs and builds what is missing or old, then becomes the server.
import { build, checkNode, install } from './toolchain.mjs';

try {
  checkNode();
  install();
  build();
} catch (error) {
  console.error(`Wharf could not be built: ${error.message}`);
  process.exit(1);
}
await import('../apps/server/dist/main.js');
